import { readFileSync } from 'node:fs';

const { exports } = (await WebAssembly.instantiate(readFileSync(process.argv[2]))).instance;

// #region text
const { buffer } = exports.memory;
const at = exports.scratch();
const pair = new Uint32Array(buffer, at, 2);
const result = new Uint32Array(buffer, at + 8, 2);
const room = at + 16;

const { written } = new TextEncoder().encodeInto('grüne Äpfel', new Uint8Array(buffer, room));
pair.set([room, written]);
console.log('str_len', exports.str_len(at));
exports.first_word(at + 8, at);
console.log('first_word', new TextDecoder().decode(new Uint8Array(buffer, ...result)));
// #endregion text

// #region slice
new Uint16Array(buffer, room, 3).set([1, 2, 65535]);
pair.set([room, 3]);
console.log('slice_sum', exports.slice_sum(at));
// #endregion slice

// #region references
new Uint32Array(buffer, room, 1)[0] = 42;
console.log('read', exports.read(room));
console.log('option_reference', exports.option_reference(room) === room, exports.option_reference(0));
// #endregion references

// #region options
console.log('option_nonzero', exports.option_nonzero(41), exports.option_nonzero(0), exports.option_nonzero(-1));
for (const option of [[1, 41], [0, 41]]) {
  pair.set(option);
  exports.option_u32(at + 8, at);
  console.log('option_u32', option, '→', result[0] === 1 ? result[1] : 'none');
}
// #endregion options

// #region aggregates
const aggregates = [
  ['array_u8_4', Uint8Array, [1, 2, 3, 4]],
  ['array_u16_2', Uint16Array, [1, 2]],
  ['array_u8_10', Uint8Array, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ['tuple_u8', Uint8Array, [1, 2]],
  ['tuple_u32', Uint32Array, [1, 2]],
  ['tuple_three', Uint32Array, [1, 2, 3]],
  ['struct_two', Float64Array, [1.5, 2.5]],
];
for (const [name, kind, values] of aggregates) {
  new kind(buffer, room, values.length).set(values);
  exports[name](room + 24, room);
  console.log(name, ...new kind(buffer, room + 24, values.length));
}
console.log('struct_one', exports.struct_one(1.5));
// #endregion aggregates

// #region boxed
const box = exports.boxed(7);
console.log('the views from before', buffer.byteLength, result.length);
console.log('boxed', new Uint32Array(exports.memory.buffer, box, 1)[0]);
// #endregion boxed
