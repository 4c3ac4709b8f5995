// Both ways of dot.wasm on the same numbers: `dot.js MODULE [time]`.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';

const [module, time] = argv.slice(2);
const memory = new WebAssembly.Memory({ initial: 17 });
const { instance } = await WebAssembly.instantiate(readFileSync(module), { env: { memory } });
// Behind all that is the module's.
const [a, b] = [0, 1].map((i) => new Int16Array(memory.buffer, (1 << 20) + i * 8192, 4096));
a.forEach((_, i) => ([a[i], b[i]] = [i % 100, i % 7]));
for (const [name, dot] of Object.entries(instance.exports)) {
  const call = () => dot(a.byteOffset, b.byteOffset);
  if (!time) {
    console.log(`${name}: ${call()}`);
    continue;
  }
  for (let i = 0; i < 2e4; i++) call();
  const begin = performance.now();
  for (let i = 0; i < 1e5; i++) call();
  console.log(`${name.padEnd(10)} ${((performance.now() - begin) * 10).toFixed(0).padStart(5)} ns`);
}
