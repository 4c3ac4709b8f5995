import { readFileSync } from 'node:fs';

const module = await WebAssembly.compile(readFileSync(process.argv[2]));
const env = { memory: new WebAssembly.Memory({ initial: 16 }) };
for (const imports of [undefined, { env }, { env, Math: {} }, { env, Math: { random: 0.5 } }]) {
  await WebAssembly.instantiate(module, imports).catch(({ name, message }) => {
    // What stands before is the number of the import, which engines write in different ways.
    console.log(`${name}: ${message.replace(/^.*: /, '')}`);
  });
}
