// Calls `runs` three times, after the constructors if it can call them.
import { readFileSync } from 'node:fs';

// #region constructor
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
const { __wasm_call_ctors, runs } = instance.exports;
__wasm_call_ctors?.();
console.log(runs(), runs(), runs());
// #endregion constructor
