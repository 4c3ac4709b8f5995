/** Both modules in one process. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { load } from './by-hand.js';

/** wasm-bindgen's glue and module, and the module by hand. */
export async function both([glue, wasm, ours]) {
  // #region both
  const bindgen = await import(pathToFileURL(resolve(glue)));
  bindgen.initSync({ module: readFileSync(wasm) });
  const byHand = await load(readFileSync(ours));
  // #endregion both
  return { bindgen, byHand };
}
