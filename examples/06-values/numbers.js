import { readFileSync } from 'node:fs';

const [, , part, path] = process.argv;
const { exports } = (await WebAssembly.instantiate(readFileSync(path))).instance;

// #region show
/** Prints a call as it is written, and what it returns. */
const show = (call) => {
  let result;
  try {
    result = call(exports);
  } catch (error) {
    result = error.name;
  }
  console.log(String(call).slice('(exports) => '.length).replaceAll('exports.', '').padEnd(54), result);
};
// #endregion show

const PARTS = {
  narrow() {
    show((exports) => exports.next_u8(255));
    show((exports) => exports.next_i8(127));
    show((exports) => exports.next_u16(0xffff));
    show((exports) => exports.next_i16(0x7fff));
    show((exports) => exports.next_u8(256 + 41));
    show((exports) => exports.next_u32(41.9));
    show((exports) => exports.next_u32('41'));
    show((exports) => exports.next_u32());
  },
  wide() {
    show((exports) => exports.next_i32(0x7fffffff));
    show((exports) => exports.next_u32(0xfffffffe));
    show((exports) => exports.next_u32(0xfffffffe) >>> 0);
    show((exports) => exports.next_usize(0xffffffff));
    show((exports) => exports.next_i64(2n ** 53n));
    show((exports) => exports.next_u64(2n ** 64n - 2n));
    show((exports) => BigInt.asUintN(64, exports.next_u64(2n ** 64n - 2n)));
    show((exports) => exports.next_u64(1));
  },
  octowords() {
    // #region octowords
    const out = exports.scratch();
    exports.next_u128(out, 2n ** 64n - 1n, 0n);
    const [low, high] = new BigUint64Array(exports.memory.buffer, out, 2);
    console.log('next_u128', low, high, '=', (high << 64n) | low);
    // #endregion octowords
  },
  scalars() {
    show((exports) => exports.half_f32(0.2));
    show((exports) => exports.half_f64(0.2));
    show((exports) => exports.not(true));
    show((exports) => exports.not(2));
    show((exports) => exports.upper('x'));
    show((exports) => exports.upper('x'.codePointAt(0)));
    show((exports) => String.fromCodePoint(exports.upper('x'.codePointAt(0))));
    show((exports) => exports.switch(0));
    show((exports) => exports.nothing());
  },
};
PARTS[part]();
