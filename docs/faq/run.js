// Calls exports of a module in turn: node run.js MODULE EXPORT…
import { readFileSync } from 'node:fs';

const [path, ...names] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(path));
for (const name of names) {
  try {
    console.log(name, instance.exports[name]());
  } catch (error) {
    console.log(name, String(error));
  }
}
