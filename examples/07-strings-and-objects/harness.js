import { instantiate } from '@wasm-by-hand/node-harness';

// #region harness
const guest = await instantiate('guest.wasm', { imports: { env: { call() {} } } });
const { exports, text, bytes } = guest;

exports.menu();
console.log('words', text.with('drei Portionen Käsespätzle', exports.word_count));

const given = text.write('zwei Dampfnudeln');
const both = BigInt.asUintN(64, exports.capitals(given.ptr, given.len));
console.log(text.take(Number(both & 0xffffffffn), Number(both >> 32n)));

const numbers = new Float64Array([1, 2, 6]);
console.log('mean', bytes.with(numbers, (ptr) => exports.mean(ptr, numbers.length)));
console.log('in use', exports.live());
// #endregion harness
