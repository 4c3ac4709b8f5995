import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rustPath } from '../src/stack/rust-symbol.js';
import { guestFrames } from '../src/stack/guest-frames.js';
import { trapText } from '../src/inspect/page/traps.js';
import { instantiateSync } from '../src/node.js';
import { I32, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { seeded } from '../test-support/random.js';

test('names of Rust are read as paths', () => {
  for (const [symbol, path] of [
    ['_RNvNtCse2kAA3JeqEZ_10alloc_shim4host6malloc', 'alloc_shim::host::malloc'],
    ['_RNvMs5_NtCs5JHfeWeQK0x_5alloc7raw_vecNtB5_11RawVecInner11finish_growCs5oW79n9fK8P_11guest_nostd', '<alloc::raw_vec::RawVecInner>::finish_grow'],
    ['_RINvNtCs4NIexwV1FGX_4core3ptr9drop_glueINtNtCs5JHfeWeQK0x_5alloc3vec3VecdEECs5oW79n9fK8P_11guest_nostd', 'core::ptr::drop_glue'],
    ['_RNvXsi_NtNtNtCs4NIexwV1FGX_4core3fmt3num3impjNtB9_7Display3fmt', '<usize as core::fmt::Display>::fmt'],
    ['_RNCNvCsabc_4main4work0B3_', 'main::work::{closure#0}'],
    ['_RNvMCsabc_4mainSh3len', '<[u8]>::len'],
    ['_RNvMCsabc_4mainTRhQmPcE3len', '<(&u8, &mut u32, *const char)>::len'],
    ['_RNvYAhj10_NtCsabc_4core5Clone5clone', '<[u8; 16] as core::Clone>::clone'],
    ['_RNvMCsabc_4mainFhEm4call', '<fn(u8) -> u32>::call'],
    ['_RNvMCsabc_4mainDNtB2_5TraitEL_4call', '<dyn main::Trait>::call'],
    ['_RNvCsabc_4mainu8gdel_5qa.llvm.123', 'main::punycode{gdel_5qa}'],
    ['_ZN4core9panicking5panic17h0123456789abcdefE', 'core::panicking::panic'],
    ['_ZN51_$LT$alloc..vec..Vec$u20$as$u20$core..ops..Drop$GT$4drop17h0123456789abcdefE', '<alloc::vec::Vec as core::ops::Drop>::drop'],
    ['greet', 'greet'],
    ['__rust_alloc', '__rust_alloc'],
    ['', ''],
  ]) {
    assert.equal(rustPath(symbol), path);
  }
});

test('a name that only looks like one of Rust stays as it is', () => {
  for (const name of ['_R', '_RNv', '_RNvC4main', '_RB_', '_RNvB_4main', `_R${'Nv'.repeat(1000)}`, `_RMC1aB${'_'.repeat(3)}`, '_ZN5abcE', '_RNvC99999999999999999999aa']) {
    assert.equal(rustPath(name), name);
  }
});

test('no name takes longer than its length allows', () => {
  const random = seeded(3);
  const letters = 'NvtCsB0_1a4main5EIXYMRQTFDSAj';
  for (let i = 0; i < 20_000; i++) {
    const name = `_R${Array.from({ length: random.below(60) }, () => letters[random.below(letters.length)]).join('')}`;
    assert.ok(rustPath(name).length <= 2000, name);
  }
});

const names = (/** @type {number} */ index) => ['zero', '_RNvCsabc_4main5outer', 'inner'][index];

test('the frames of the guest are found in the stacks of each engine', () => {
  const v8 = `Error
    at onMalloc (http://127.0.0.1/worker.js:1:2)
    at malloc (http://127.0.0.1/instantiate.js:130:52)
    at inner (wasm://wasm/guest-fb533a8a:wasm-function[2]:0x248)
    at Object.callback (http://127.0.0.1/page.js:7:8)
    at wasm://wasm/guest-fb533a8a:wasm-function[1]:0x761
    at call (http://127.0.0.1/worker.js:3:4)`;
  assert.deepEqual(guestFrames(v8, names), ['main::outer', 'Object.callback (JS)', 'inner']);
  const gecko = `onMalloc@http://127.0.0.1/worker.js:1:2
malloc@http://127.0.0.1/instantiate.js:130:52
inner@http://127.0.0.1/worker.js line 9 > WebAssembly.instantiate:wasm-function[2]:0x248
@http://127.0.0.1/worker.js line 9 > WebAssembly.instantiate:wasm-function[9]:0x761
call@http://127.0.0.1/worker.js:3:4`;
  assert.deepEqual(guestFrames(gecko, names), ['func[9]', 'inner']);
  const webkit = `malloc@http://127.0.0.1/instantiate.js:130:52
<?>.wasm-function[2]@[wasm code]
<?>.wasm-function[outer]@[wasm code]
wasm-stub@[wasm code]
call@http://127.0.0.1/worker.js:3:4`;
  assert.deepEqual(guestFrames(webkit, names), ['outer', 'inner']);
  assert.deepEqual(guestFrames(undefined, names), []);
  assert.deepEqual(guestFrames('Error: wasm\n    at f (http://x/y.js:1:2)', names), []);
});

test('the stack of a real allocation goes from the export to the caller of malloc', () => {
  /** @type {string[] | undefined} */
  let frames;
  const guest = instantiateSync(
    assemble({
      imports: [envMemory(), envFunc('malloc', { params: [I32], results: [I32] })],
      funcs: [
        { code: [...op.i32(5), ...op.call(0)], results: [I32] },
        { name: 'outer', code: op.call(1), results: [I32] },
      ],
      globals: { __heap_base: 1024 },
    }),
    { onMalloc: () => (frames = guestFrames(new Error().stack, (index) => ['malloc', 'inner', 'outer'][index])) },
  );
  guest.exports.outer();
  assert.deepEqual(frames, ['outer', 'inner']);
});

test('what engines say of a trap is explained, with what to do', () => {
  for (const said of [
    'unreachable',
    'memory access out of bounds',
    'index out of bounds',
    'divide by zero',
    'remainder by zero',
    'integer divide by zero',
    'float unrepresentable in integer range',
    'table index is out of bounds',
    'null function or function signature (type) mismatch',
    'indirect call to null',
    'Maximum call stack size exceeded',
    'too much recursion',
    'operation does not support unaligned accesses',
  ]) {
    assert.match(trapText(said), /^The .*(Check|Let|Look)/, said);
  }
  assert.match(trapText('something new'), /all there is to know/);
});
