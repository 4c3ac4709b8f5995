// The types of "empty.wasm", written by `wasm-by-hand types`: when the module changes, write them anew.
//
//   import type { Exports, Imports } from "./empty.wasm.d.ts";
//   const guest = await instantiate<Exports>("empty.wasm", { imports: {} satisfies Imports });

/** What the module exports: `guest.exports`. */
export type Exports = {};

/** What the module imports: `options.imports`. What may be left out, the harness offers. */
export type Imports = {};
