import { readFileSync } from 'node:fs';

// #region import
const module = await WebAssembly.compile(readFileSync(process.argv[2]));
for (const limits of [{ initial: 16, maximum: 32 }, { initial: 17 }, { initial: 17, maximum: 33 }, { initial: 20, maximum: 30 }]) {
  const memory = new WebAssembly.Memory(limits);
  try {
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    console.log(limits, 'fits:', exports.pages(), 'pages');
  } catch (error) {
    console.log(limits, error.name);
  }
}
// #endregion import
