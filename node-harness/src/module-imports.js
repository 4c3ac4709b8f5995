import { ByteReader } from './byte-reader.js';
import { PREAMBLE_LEN_BYTES, checkPreamble } from './preamble.js';

/**
 * The limits a module states for a memory it imports.
 *
 * @typedef {object} MemoryImport
 * @property {string} module
 * @property {string} name
 * @property {number} initialPages pages of 64 KiB
 * @property {number} [maximumPages] absent when the module states no maximum
 * @property {boolean} shared between threads
 * @property {boolean} is64 addressed with 64 bits
 */

const IMPORT_SECTION = 2;

const HAS_MAXIMUM = 1;
const SHARED = 2;
const ADDRESS_64 = 4;

/** The most pages that the specification allows, for 32 and for 64 bits. */
const MAX_PAGES_32 = 2 ** 16;
const MAX_PAGES_64 = 2 ** 48;

/**
 * The memories that a module imports, read from its import section. The
 * JavaScript API tells only that a memory is imported, not its limits, and
 * instantiation fails unless the memory given has limits that match.
 *
 * Format: WebAssembly specification, section 5.5.5 "Import Section".
 *
 * @param {Uint8Array} bytes a whole module
 * @param {string} [moduleName] what error texts call the module
 * @returns {MemoryImport[]}
 */
export function readMemoryImports(bytes, moduleName = 'the module') {
  checkPreamble(bytes, moduleName);
  const reader = new ByteReader(bytes, moduleName, PREAMBLE_LEN_BYTES);
  while (!reader.atEnd) {
    const id = reader.byte('a section id');
    const length = reader.unsigned('the length of a section');
    const section = reader.section(length, `section ${id}`);
    if (id === IMPORT_SECTION) return readImportSection(section);
  }
  return [];
}

/** @param {ByteReader} section */
function readImportSection(section) {
  /** @type {MemoryImport[]} */
  const memories = [];
  const count = section.unsigned('the number of imports');
  for (let i = 0; i < count; i++) {
    const module = section.name('the module name of an import');
    const name = section.name('the name of an import');
    const memory = readImportKind(section);
    if (memory) memories.push({ module, name, ...memory });
  }
  if (!section.atEnd) section.fail('the import section goes on after its last import');
  return memories;
}

/** @param {ByteReader} section */
function readImportKind(section) {
  const kind = section.byte('the kind of an import');
  switch (kind) {
    case 0: // function
      section.unsigned('a type index');
      return undefined;
    case 1: // table
      skipValueType(section);
      readLimits(section, 'table');
      return undefined;
    case 2:
      return readLimits(section, 'memory');
    case 3: // global
      skipValueType(section);
      section.byte('the mutability of a global');
      return undefined;
    case 4: // tag
      section.byte('the attribute of a tag');
      section.unsigned('a type index');
      return undefined;
    default:
      return section.fail(`${kind} is not a kind of import`);
  }
}

/** @param {ByteReader} section */
function skipValueType(section) {
  const type = section.byte('a value type');
  // `(ref null ht)` and `(ref ht)` carry a heap type; all others are one byte.
  if (type === 0x63 || type === 0x64) section.skipInteger('a heap type', 33);
}

/**
 * @param {ByteReader} section
 * @param {'memory' | 'table'} what
 */
function readLimits(section, what) {
  const flags = section.byte(`the limits of a ${what}`);
  if (flags > (HAS_MAXIMUM | SHARED | ADDRESS_64)) {
    section.fail(`${flags} is not a flag byte that this harness knows for the limits of a ${what}`);
  }
  const is64 = (flags & ADDRESS_64) !== 0;
  const shared = (flags & SHARED) !== 0;
  const bits = is64 ? 64 : 32;
  const initialPages = section.unsigned(`the initial size of a ${what}`, bits);
  const maximumPages =
    flags & HAS_MAXIMUM ? section.unsigned(`the maximum size of a ${what}`, bits) : undefined;
  if (what === 'memory') {
    const largest = Math.max(initialPages, maximumPages ?? 0);
    if (largest > (is64 ? MAX_PAGES_64 : MAX_PAGES_32)) {
      section.fail(`a memory of ${largest} pages is beyond what ${bits} bits can address`);
    }
    if (shared && maximumPages === undefined) section.fail('a shared memory has no maximum');
  }
  if (maximumPages !== undefined && maximumPages < initialPages) {
    section.fail(`the maximum of a ${what} (${maximumPages}) is below its initial size (${initialPages})`);
  }
  return maximumPages === undefined
    ? { initialPages, shared, is64 }
    : { initialPages, maximumPages, shared, is64 };
}
