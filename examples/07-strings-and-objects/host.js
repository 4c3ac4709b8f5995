/** A host without any library. */
import { readFileSync } from 'node:fs';

// #region read
const memory = new WebAssembly.Memory({ initial: 17 });
const decoder = new TextDecoder('utf-8', { fatal: true });
const read = (ptr, len) => decoder.decode(new Uint8Array(memory.buffer, ptr >>> 0, len >>> 0));

const env = { memory, send_line: (ptr, len) => console.log(read(ptr, len)), call() {}, handle_drop() {} };
const { exports } = (await WebAssembly.instantiate(readFileSync('guest.wasm'), { env })).instance;
// #endregion read

// #region write
const encoder = new TextEncoder();
/** Puts text into a block of the guest: its address and its length in bytes. */
const write = (text) => {
  const bytes = encoder.encode(text);
  const ptr = exports.alloc(bytes.length) >>> 0;
  if (ptr === 0) throw new Error(`the guest has no ${bytes.length} bytes left`);
  // After the call, which may have grown the memory.
  new Uint8Array(memory.buffer).set(bytes, ptr);
  return [ptr, bytes.length];
};
// #endregion write

const PARTS = {
  send() {
    exports.menu();
  },
  lend() {
    // #region lend
    const text = write('drei Portionen Käsespätzle');
    console.log('words', exports.word_count(...text), 'in use', exports.live());
    exports.dealloc(...text);
    console.log('in use', exports.live());

    const [ptr, len] = write('no text any more');
    new Uint8Array(memory.buffer)[ptr + 3] = 0xff;
    console.log('words', exports.word_count(ptr, len));
    exports.dealloc(ptr, len);
    console.log('half a surrogate pair', encoder.encode('\ud83e'));
    // #endregion lend
  },
  give() {
    // #region give
    const both = exports.capitals(...write('zwei Dampfnudeln'));
    const [ptr, len] = [Number(BigInt.asUintN(32, both)), Number(BigInt.asUintN(64, both) >> 32n)];
    console.log(read(ptr, len), 'in use', exports.live());
    exports.dealloc(ptr, len);
    console.log('in use', exports.live());
    // #endregion give
  },
};
PARTS[process.argv[2]]();
