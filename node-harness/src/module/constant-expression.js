import { readHeapType } from './value-type.js';

/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */

const END = 0x0b;

/** @param {ByteReader} reader */
const skipIndex = (reader) => void reader.unsigned('an index');
const skipNothing = () => {};

/**
 * What follows the opcode of each instruction that may stand in a constant
 * expression. Those of more than one byte are in the two tables below.
 *
 * @type {Record<number, (reader: ByteReader) => void>}
 */
const IMMEDIATES = {
  0x23: skipIndex, // global.get
  0x41: (reader) => reader.skipInteger('a constant', 32),
  0x42: (reader) => reader.skipInteger('a constant', 64),
  0x43: (reader) => void reader.section(4, 'a constant'),
  0x44: (reader) => void reader.section(8, 'a constant'),
  0x6a: skipNothing, // i32.add, i32.sub, i32.mul
  0x6b: skipNothing,
  0x6c: skipNothing,
  0x7c: skipNothing, // i64.add, i64.sub, i64.mul
  0x7d: skipNothing,
  0x7e: skipNothing,
  0xd0: (reader) => void readHeapType(reader), // ref.null
  0xd2: skipIndex, // ref.func
  0xfb: (reader) => skipLong(reader, REFERENCES),
  0xfd: (reader) => skipLong(reader, VECTORS),
};

/** @type {typeof IMMEDIATES} */
const REFERENCES = {
  0: skipIndex, // struct.new
  1: skipIndex, // struct.new_default
  6: skipIndex, // array.new
  7: skipIndex, // array.new_default
  8: (reader) => (skipIndex(reader), skipIndex(reader)), // array.new_fixed
  26: skipNothing, // any.convert_extern
  27: skipNothing, // extern.convert_any
  28: skipNothing, // ref.i31
};

/** @type {typeof IMMEDIATES} */
const VECTORS = { 12: (reader) => void reader.section(16, 'a constant') };

/**
 * Steps over a constant expression, the initial value of a global or a table,
 * to reach what comes after it.
 *
 * Format: WebAssembly specification 3.0, sections 3.4.13 "Constant Expressions"
 * and 5.4.
 *
 * @param {ByteReader} reader
 */
export function skipConstantExpression(reader) {
  for (;;) {
    const opcode = reader.byte('an instruction of a constant expression');
    if (opcode === END) return;
    skip(reader, IMMEDIATES, opcode);
  }
}

/**
 * @param {ByteReader} reader
 * @param {typeof IMMEDIATES} table
 */
function skipLong(reader, table) {
  skip(reader, table, reader.unsigned('the second half of an opcode'));
}

/**
 * @param {ByteReader} reader
 * @param {typeof IMMEDIATES} table
 * @param {number} opcode
 */
function skip(reader, table, opcode) {
  if (!Object.hasOwn(table, opcode)) {
    reader.fail(`0x${opcode.toString(16)} is not an instruction of a constant expression`);
  }
  table[opcode](reader);
}
