import { HarnessError } from '../harness-error.js';
import { readItems } from './sections.js';

/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */

/**
 * What the name section says, by function index, imports counted: the names of
 * functions, and those of their parameters and locals by local index.
 *
 * @typedef {{ functions: Map<number, string>, locals: Map<number, Map<number, string>> }} Names
 */

const FUNCTION_NAMES = 1;
const LOCAL_NAMES = 2;

/**
 * The name section, as far as it is whole. A fault in a custom section does not
 * make a module invalid (WebAssembly specification, section 5.5.3), so what
 * comes after a fault has no names, and that is all.
 *
 * Format: WebAssembly specification, appendix "Custom Sections", "Name Section".
 *
 * @param {import('./sections.js').Sections} sections
 * @returns {Names}
 */
export function readNames(sections) {
  /** @type {Names} */
  const names = { functions: new Map(), locals: new Map() };
  for (const { name, reader } of sections.custom) {
    if (name !== 'name') continue;
    try {
      readSubsections(reader, names);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
    }
  }
  return names;
}

/**
 * @param {ByteReader} section
 * @param {Names} names
 */
function readSubsections(section, names) {
  while (!section.atEnd) {
    const id = section.byte('the id of a subsection');
    const length = section.unsigned('the length of a subsection');
    const subsection = section.section(length, 'a subsection');
    if (id === FUNCTION_NAMES) readNameMap(subsection, names.functions);
    if (id === LOCAL_NAMES) {
      readItems(subsection, 'the number of functions', () => {
        /** @type {Map<number, string>} */
        const locals = new Map();
        names.locals.set(subsection.unsigned('a function index'), locals);
        readNameMap(subsection, locals);
      });
    }
  }
}

/**
 * @param {ByteReader} reader
 * @param {Map<number, string>} names
 */
function readNameMap(reader, names) {
  readItems(reader, 'the number of names', () => names.set(reader.unsigned('an index'), reader.name('a name')));
}
