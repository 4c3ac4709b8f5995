// #region load
import { readFileSync } from 'node:fs';
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
console.log('40 + 2 =', instance.exports.add(40, 2));
// #endregion load
