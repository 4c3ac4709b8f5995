import { readFileSync } from 'node:fs';

// #region overflow
const module = await WebAssembly.compile(readFileSync(process.argv[2]));
for (const depth of [61, 65, 69]) {
  const { memory, recurse, motto, motto_len } = (await WebAssembly.instantiate(module)).exports;
  let result = 'returns';
  try {
    recurse(depth);
  } catch (error) {
    result = error.name;
  }
  const text = new TextDecoder().decode(new Uint8Array(memory.buffer, motto(), motto_len()));
  console.log(depth + 1, 'KB:', result.padEnd(12), text);
}
// #endregion overflow
