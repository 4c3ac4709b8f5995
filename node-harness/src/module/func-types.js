import { readItems, readVector } from './sections.js';
import { readValueType, valueTypeOf } from './value-type.js';

/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */
/** @typedef {import('./value-type.js').ValueType} ValueType */
/** @typedef {{ params: ValueType[], results: ValueType[] }} FuncType */

const FUNC = 0x60;
const STRUCT = 0x5f;
const ARRAY = 0x5e;
const SUB = 0x50;
const SUB_FINAL = 0x4f;
const REC = 0x4e;

/** @type {Record<number, string>} */
const PACKED = { 0x78: 'i8', 0x77: 'i16' };

/**
 * The type section: a function type, or undefined for a type that is none
 * (structures and arrays), by type index.
 *
 * Format: WebAssembly specification 3.0, sections 5.3.5 to 5.3.8 and 5.5.4.
 *
 * @param {import('./sections.js').Sections} sections
 * @returns {(FuncType | undefined)[]}
 */
export function readFuncTypes(sections) {
  return readVector(sections, 'type', readGroup).flat();
}

/** A recursion group; a type that stands alone is a group of one. @param {ByteReader} section */
function readGroup(section) {
  const form = section.byte('the form of a type');
  if (form !== REC) return [readSubType(form, section)];
  return readItems(section, 'the number of types in a group', () =>
    readSubType(section.byte('the form of a type'), section),
  );
}

/**
 * @param {number} form
 * @param {ByteReader} section
 */
function readSubType(form, section) {
  if (form !== SUB && form !== SUB_FINAL) return readComposite(form, section);
  readItems(section, 'the number of supertypes', () => section.unsigned('the index of a supertype'));
  return readComposite(section.byte('the form of a type'), section);
}

/**
 * @param {number} form
 * @param {ByteReader} section
 * @returns {FuncType | undefined}
 */
function readComposite(form, section) {
  if (form === FUNC) {
    const params = readItems(section, 'the number of parameters', readValueType);
    return { params, results: readItems(section, 'the number of results', readValueType) };
  }
  if (form === STRUCT) readItems(section, 'the number of fields', skipField);
  else if (form === ARRAY) skipField(section);
  else section.fail(`0x${form.toString(16)} is not a form of type that this harness knows`);
  return undefined;
}

/** @param {ByteReader} section */
function skipField(section) {
  const storage = section.byte('the type of a field');
  if (!(storage in PACKED)) valueTypeOf(storage, section);
  section.byte('the mutability of a field');
}
