// Calls a function of a module without imports, and prints what it returns: `call.js MODULE NAME [ARGUMENT…]`. `10n` is an i64.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';

const [file, name, ...args] = argv.slice(2);
try {
  // What was linked to import a memory gets one.
  const env = { memory: new WebAssembly.Memory({ initial: 17 }) };
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { env });
  console.log(instance.exports[name](...args.map((text) => (text.endsWith('n') ? BigInt(text.slice(0, -1)) : Number(text)))));
} catch (error) {
  console.log(error.name);
}
