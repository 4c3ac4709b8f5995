// Checked with the rest of the repository by `npx tsc --project tsconfig.json`.
import * as core from '../../../src/core/index.js';
import { type Guest, instantiate, instantiateSync } from '../../../src/node.js';
import { instantiate as instantiateInBrowser } from '../../../src/browser.js';
import type { Exports, Imports } from './guest.wasm.d.ts';

const guest = await instantiate<Exports>('guest.wasm', { imports: { env: { malloc: (size) => size } } satisfies Imports });
guest.exports.add(1, 2).toFixed();
guest.text.with('World', guest.exports.greet);
guest.reset().exports.foo().toFixed();
// @ts-expect-error two numbers
guest.exports.add('1', 2);

const declared: Imports = {};
export const sync: Guest<Exports> = instantiateSync(new Uint8Array(), { imports: declared, trace: { limit: 10 } });
sync.trace.text().trim();
(await instantiateInBrowser<Exports>('guest.wasm')).exports.add(1, 2);
(await core.instantiate<Exports>(fetch('guest.wasm'))).exports.add(1, 2);
// @ts-expect-error no such export
core.instantiateSync<Exports>(new Uint8Array()).exports.subtract();

// Without types, exports are what they always were.
(await instantiate('guest.wasm')).exports.anything(1, 'two');
// @ts-expect-error a memory is no record of imports
instantiate('guest.wasm', { imports: { env: 5 } });
