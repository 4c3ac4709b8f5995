// Objects of JavaScript in a table of the module.
import { readFileSync } from 'node:fs';

const { instance } = await WebAssembly.instantiate(readFileSync('reference-types.wasm'));
const { keep, get, forget, kept } = instance.exports;
// #region keep
const place = keep({ name: 'an object' });
console.log(place, get(place), keep(Math.sqrt), kept.length);
forget(place);
console.log(get(place), kept.get(1)(2));
// #endregion keep
