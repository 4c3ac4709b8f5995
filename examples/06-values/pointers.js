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
const ten = new Uint8Array(buffer, room, 10);
ten.set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
exports.array_u8_10(room + 16, room);
console.log('array_u8_10', ...new Uint8Array(buffer, room + 16, 10));
new Float64Array(buffer, room, 2).set([1.5, 2.5]);
exports.struct_two(room + 16, room);
console.log('struct_two', ...new Float64Array(buffer, room + 16, 2));
console.log('struct_one', exports.struct_one(1.5));
// #endregion aggregates

// #region boxed
const box = exports.boxed(7);
console.log('the views from before', buffer.byteLength, result.length);
console.log('boxed', new Uint32Array(exports.memory.buffer, box, 1)[0]);
// #endregion boxed
