/** Uses the class of bindgen/examples/more.rs: `node more.js GLUE WASM`. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const [glue, wasm] = process.argv.slice(2);
const { initSync, Counter, reply } = await import(pathToFileURL(resolve(glue)));
initSync({ module: readFileSync(wasm) });

// #region more
const counter = new Counter(40);
console.log(counter.next('a string'), counter.next({ any: ['value'] }));
counter.free();
try {
  counter.next('once more');
} catch (error) {
  console.log(`${error}`);
}
// #endregion more

// #region json
console.log(reply({ any: ['Wert', 'größer', 2.5] }));
const cycle = {};
cycle.again = cycle;
try {
  reply(cycle);
} catch (error) {
  console.log(error.name);
}
// #endregion json
