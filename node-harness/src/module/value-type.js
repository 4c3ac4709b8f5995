/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */

/**
 * A value type as the text format of the specification writes it: `i32`, `i64`,
 * `f32`, `f64`, `v128`, `externref`, `funcref`, `(ref null 3)`, `(ref extern)` …
 *
 * @typedef {string} ValueType
 */

/** @type {Record<number, ValueType>} */
const NUMBERS = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128' };

/**
 * The abstract heap types; as the type of a reference that may be null, each has
 * a short form of its own.
 *
 * @type {Record<number, { heap: string, nullable: ValueType }>}
 */
const ABSTRACT = {
  0x74: { heap: 'noexn', nullable: 'nullexnref' },
  0x73: { heap: 'nofunc', nullable: 'nullfuncref' },
  0x72: { heap: 'noextern', nullable: 'nullexternref' },
  0x71: { heap: 'none', nullable: 'nullref' },
  0x70: { heap: 'func', nullable: 'funcref' },
  0x6f: { heap: 'extern', nullable: 'externref' },
  0x6e: { heap: 'any', nullable: 'anyref' },
  0x6d: { heap: 'eq', nullable: 'eqref' },
  0x6c: { heap: 'i31', nullable: 'i31ref' },
  0x6b: { heap: 'struct', nullable: 'structref' },
  0x6a: { heap: 'array', nullable: 'arrayref' },
  0x69: { heap: 'exn', nullable: 'exnref' },
};

const REF = 0x64;
const REF_NULL = 0x63;

/**
 * Format: WebAssembly specification 3.0, section 5.3 "Types".
 *
 * @param {ByteReader} reader
 * @returns {ValueType}
 */
export function readValueType(reader) {
  return valueTypeOf(reader.byte('a value type'), reader);
}

/**
 * @param {number} byte the first one, which was read
 * @param {ByteReader} reader
 */
export function valueTypeOf(byte, reader) {
  return NUMBERS[byte] ?? referenceTypeOf(byte, reader);
}

/**
 * @param {number} byte the first one, which was read
 * @param {ByteReader} reader
 */
export function referenceTypeOf(byte, reader) {
  if (byte === REF) return `(ref ${readHeapType(reader).heap})`;
  if (byte === REF_NULL) return readHeapType(reader).nullable;
  return ABSTRACT[byte]?.nullable ?? reader.fail(`0x${byte.toString(16)} is not a value type`);
}

/**
 * A heap type is a signed integer of 33 bits: the index of a type, or, where it
 * is negative, an abstract one that fits a single byte.
 *
 * @param {ByteReader} reader
 */
export function readHeapType(reader) {
  const code = reader.signed('a heap type', 33);
  if (code >= 0) return { heap: String(code), nullable: `(ref null ${code})` };
  return ABSTRACT[code + 0x80] ?? reader.fail(`${code} is not a heap type`);
}
