// An exception that leaves the module, and an error that comes in.
import { readFileSync } from 'node:fs';

const read = async (name) => WebAssembly.compile(readFileSync(`${name}.wasm`));
// #region out
const { half, odd, step } = new WebAssembly.Instance(await read('exceptions')).exports;
try {
  half(7);
} catch (error) {
  console.log(error instanceof WebAssembly.Exception, error instanceof Error, error.is(odd), error.getArg(odd, 0));
}
console.log(half(8), step(8), step(7));
// #endregion out

// #region in
const risk = () => JSON.parse('{');
const imports = { js: { error: WebAssembly.JSTag }, host: { risk } };
const { attempt } = new WebAssembly.Instance(await read('js-exceptions'), imports).exports;
console.log(attempt().name);
// #endregion in
