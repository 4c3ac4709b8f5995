import { readFileSync } from 'node:fs';

const env = { memory: new WebAssembly.Memory({ initial: 16 }) };
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), { env, console });
try {
  console.log('returned', instance.exports.show(100));
} catch (error) {
  console.log(String(error));
}
