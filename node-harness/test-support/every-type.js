import { name, section, vectorSection } from './assemble.js';

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** @param {number[]} types each of one byte */
const vec = (types) => [types.length, ...types];

/**
 * @param {number[]} params
 * @param {number[]} results
 */
const func = (params, results) => [0x60, ...vec(params), ...vec(results)];

/**
 * @param {string} text
 * @param {number} kind
 * @param {number} index
 */
const exported = (text, kind, index) => [...name(text), kind, index];

const BODY_OF_NOTHING = [3, 0, 0x00, 0x0b]; // unreachable

const nameSection = section(0, [
  ...name('name'),
  ...section(1, [1, 6, ...name('mix')]),
  ...section(2, [
    1,
    ...[6, 6, 0, ...name('count'), 1, ...name('class'), 2, ...name('this'), 3, ...name('a b'), 4, ...name('count'), 5, ...name('')],
  ]),
]);

/**
 * A module with every kind of import and export, and every type that the engine
 * of Node 20 has, under names that are hard to write in TypeScript. Its name
 * section names the parameters of `mix`, with words that are none in TypeScript.
 */
export const everyType = Uint8Array.from([
  ...PREAMBLE,
  ...vectorSection(1, [
    func([], []),
    func([0x7f, 0x7e, 0x7d, 0x7c, 0x6f, 0x70], [0x7f, 0x7e]), // i32 i64 f32 f64 externref funcref -> i32 i64
    func([0x7b], [0x7b]), // v128
    func([0x7e], []),
    func([], [0x6f, 0x70, 0x7c]), // -> externref funcref f64
  ]),
  ...vectorSection(2, [
    [...name('env'), ...name('memory'), 2, 0x03, 1, 2], // shared
    [...name('host-side'), ...name('call me'), 0, 1],
    [...name('host-side'), ...name('simd'), 0, 2],
    [...name('host-side'), ...name('twice'), 0, 0],
    [...name('host-side'), ...name('twice'), 0, 3], // the same name, another type
    [...name('host-side'), ...name('twice'), 0, 3],
    [...name('g'), ...name('constant'), 3, 0x7e, 0],
    [...name('g'), ...name('variable'), 3, 0x7d, 1],
    [...name('g'), ...name('any'), 3, 0x6f, 0],
    [...name('t'), ...name('functions'), 1, 0x70, 0, 1],
    [...name('t'), ...name('anything'), 1, 0x6f, 1, 1, 9],
    [...name('tag'), ...name('oops'), 4, 0, 3],
  ]),
  ...vectorSection(3, [[0], [1], [2], [3], [4]]),
  ...vectorSection(4, [[0x6f, 0, 3]]),
  ...vectorSection(13, [[0, 0]]),
  ...vectorSection(6, [
    [0x7f, 0, 0x41, 0x80, 0x7f, 0x0b],
    [0x7e, 1, 0x42, 0x01, 0x0b],
    [0x7d, 0, 0x43, 0, 0, 0x80, 0x3f, 0x0b],
    [0x7c, 1, 0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0x0b],
    [0x7b, 0, 0xfd, 0x0c, ...new Array(16).fill(7), 0x0b],
    [0x6f, 1, 0xd0, 0x6f, 0x0b],
    [0x70, 0, 0xd2, 5, 0x0b],
    [0x7e, 0, 0x23, 0, 0x0b],
  ]),
  ...vectorSection(7, [
    exported('nothing', 0, 5),
    exported('mix', 0, 6),
    exported('v128', 0, 7),
    exported('constructor', 0, 8),
    exported('three', 0, 9),
    exported('new', 0, 0),
    exported('get', 0, 5),
    exported('readonly', 0, 5),
    exported('__proto__', 0, 5),
    exported('', 0, 5),
    exported('0', 0, 5),
    exported('two words', 0, 5),
    exported('quote"back\\slash', 0, 5),
    exported('*/ export {}; /*', 0, 5),
    exported('line\nfeed\u2028', 0, 5),
    exported('größe', 0, 5),
    exported('🎈', 0, 5),
    exported('i32 const', 3, 3),
    exported('i64 var', 3, 4),
    exported('f32 const', 3, 5),
    exported('f64 var', 3, 6),
    exported('v128 const', 3, 7),
    exported('externref var', 3, 8),
    exported('funcref const', 3, 9),
    exported('memory', 2, 0),
    exported('functions', 1, 0),
    exported('anything', 1, 2),
    exported('oops', 4, 1),
  ]),
  ...vectorSection(9, [[3, 0, 1, 5]]), // declares function 5 for ref.func
  ...vectorSection(10, new Array(5).fill(BODY_OF_NOTHING)),
  ...nameSection,
]);

/** Where the contents of the name section begin, behind its name. */
export const namesAt = everyType.length - nameSection.length + 7;
