import { readFileSync } from 'node:fs';

const { exports } = (await WebAssembly.instantiate(readFileSync(process.argv[2]))).instance;

// #region functions
const table = exports.__indirect_function_table;
console.log('double', exports.double(21));
console.log('doubler', table.get(exports.doubler())(21));
console.log('twice, doubler', exports.twice(exports.doubler(), 10));

const index = table.grow(2);
table.set(index, exports.next_u32);
table.set(index + 1, exports.half_f64);
console.log('twice, next_u32', exports.twice(index, 40));

for (const [what, wrong] of [['0', () => exports.twice(0, 1)], ['half_f64', () => exports.twice(index + 1, 1)], ['of JavaScript', () => table.set(index, Math.abs)]]) {
  try {
    wrong();
  } catch (error) {
    console.log('a function', what, error.name);
  }
}
// #endregion functions

// #region traits
const { buffer } = exports.memory;
const at = exports.scratch();
for (const round of [false, true]) {
  exports.shape(at, round);
  const [data, vtable] = new Uint32Array(buffer, at, 2);
  const [drop, size, align, method] = new Uint32Array(buffer, vtable, 4);
  console.log({ size, align, drop }, 'area', exports.area(at), 'by hand', table.get(method)(data));
}
// #endregion traits
