/** Where the module is, and how to have a guest of it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { instantiate } from '@wasm-by-hand/node-harness';

/** The path of the module that `make` builds. */
export const path = fileURLToPath(new URL('target/wasm32-unknown-unknown/release/my_guest.wasm', import.meta.url));

/** @param {import('@wasm-by-hand/node-harness').Options} [options] of the harness */
export function load(options) {
  if (!existsSync(path)) throw new Error(`there is no ${path}. Next step: make`);
  return instantiate(path, options);
}
