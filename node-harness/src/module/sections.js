import { ByteReader } from '../byte-reader.js';
import { PREAMBLE_LEN_BYTES, checkPreamble } from '../preamble.js';

/**
 * The sections of a module by their number in the binary format, and the custom
 * ones, which may come in any number, in their order.
 *
 * @typedef {{ known: Map<number, ByteReader>, custom: { name: string, reader: ByteReader }[] }} Sections
 */

/** The numbers of section 5.5.2 of the WebAssembly specification. */
export const SECTION = Object.freeze({
  custom: 0, type: 1, import: 2, function: 3, table: 4, memory: 5, global: 6, export: 7, start: 8,
  element: 9, code: 10, data: 11, dataCount: 12, tag: 13,
});

/**
 * Takes a module apart at the borders of its sections; what is in them is read
 * by whom it concerns.
 *
 * @param {Uint8Array} bytes a whole module
 * @param {string} moduleName what error texts call the module
 * @returns {Sections}
 */
export function readSections(bytes, moduleName) {
  checkPreamble(bytes, moduleName);
  const module = new ByteReader(bytes, moduleName, PREAMBLE_LEN_BYTES);
  /** @type {Sections} */
  const sections = { known: new Map(), custom: [] };
  while (!module.atEnd) {
    const id = module.byte('a section id');
    const length = module.unsigned('the length of a section');
    const reader = module.section(length, `section ${id}`);
    if (id === SECTION.custom) {
      sections.custom.push({ name: reader.name('the name of a custom section'), reader });
    } else if (sections.known.has(id)) {
      module.fail(`section ${id} comes a second time`);
    } else {
      sections.known.set(id, reader);
    }
  }
  return sections;
}

/**
 * The entries of a section, in order; none if the module has no such section. What
 * is left over after the last one is an error.
 *
 * @template T
 * @param {Sections} sections
 * @param {'type' | 'import' | 'function' | 'table' | 'memory' | 'global' | 'export' | 'tag'} name
 * @param {(section: ByteReader) => T} readEntry
 * @returns {T[]}
 */
export function readVector(sections, name, readEntry) {
  const section = sections.known.get(SECTION[name]);
  if (!section) return [];
  const entries = readItems(section, `the number of entries in the ${name} section`, readEntry);
  if (!section.atEnd) section.fail(`the ${name} section goes on after its last entry`);
  return entries;
}

/**
 * What the binary format calls a vector: a count, and as many items.
 *
 * @template T
 * @param {ByteReader} reader
 * @param {string} count names the count in an error
 * @param {(reader: ByteReader) => T} readItem
 * @returns {T[]}
 */
export function readItems(reader, count, readItem) {
  const items = [];
  // Every item takes a byte at least, so a count that is too large ends at the end of the section.
  for (let left = reader.unsigned(count); left > 0; left--) items.push(readItem(reader));
  return items;
}
