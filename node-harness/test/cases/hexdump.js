import { hexdump } from '../../src/hexdump.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('hexdump');

const memory = new WebAssembly.Memory({ initial: 1 });
new Uint8Array(memory.buffer).set(new TextEncoder().encode('Hello, wasm by hand!\n~\x7f\xff'), 0x100);

test('rows of sixteen bytes with their address and their ASCII', () => {
  assert.equal(
    hexdump(memory, 0x100, 32),
    [
      '00000100  48 65 6c 6c 6f 2c 20 77  61 73 6d 20 62 79 20 68  |Hello, wasm by h|',
      '00000110  61 6e 64 21 0a 7e 7f c3  bf 00 00 00 00 00 00 00  |and!.~..........|',
    ].join('\n'),
  );
});

test('a last row that is short keeps its columns', () => {
  assert.equal(
    hexdump(memory, 0x103, 18),
    [
      '00000103  6c 6f 2c 20 77 61 73 6d  20 62 79 20 68 61 6e 64  |lo, wasm by hand|',
      '00000113  21 0a                                             |!.|',
    ].join('\n'),
  );
});

test('no bytes give no rows, and the length is 64 unless told', () => {
  assert.equal(hexdump(memory, 0x100, 0), '');
  assert.equal(hexdump(memory, 0x100).split('\n').length, 4);
});

test('a range past the end of memory is refused', () => {
  assert.throws(() => hexdump(memory, 0xfff8, 16), {
    name: 'HarnessError',
    code: 'ERR_OUT_OF_BOUNDS',
    message:
      'hexdump at 0xfff8 with length 16 runs past the end of memory, which has 65536 bytes (0x10000). ' +
      'Check which pointer and length the guest handed out.',
  });
});
