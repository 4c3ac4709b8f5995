import { instantiate } from '@wasm-by-hand/node-harness';

// #region foo
const onMalloc = (size, ptr) => console.log('malloc', size, `-> 0x${ptr.toString(16)}`);
const { exports, memory } = await instantiate('foo.wasm', { onMalloc });
for (const name of ['forgotten', 'foo', 'foo']) {
  console.log(name);
  const ptr = exports[name]();
  if (ptr !== undefined) console.log(`[${new Uint8Array(memory.buffer, ptr, 5)}]`);
}
// #endregion foo
