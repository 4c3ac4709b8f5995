import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** The loop that puts one character after the other into memory, until it meets one that is not ASCII. */
const LOOP = 'for (; offset < len; offset++) {';
/** How many characters it is good for: from there on, `encodeInto` is faster. */
const GUARDED = 'for (; offset < len && offset < 20; offset++) {';

/** @typedef {{ greet: (name: string) => string, add: (a: number, b: number) => number }} Peer */

/**
 * wasm-bindgen's output for Node, as it was generated, and with its loop
 * guarded.
 *
 * @param {string} folder where it was generated
 * @returns {{ generated: Peer, guarded: Peer }}
 */
export function loadGlue(folder) {
  const file = join(folder, 'greet_bindgen.js');
  const source = readFileSync(file, 'utf8');
  if (source.split(LOOP).length !== 2) {
    throw new Error(`${file} does not have the loop \`${LOOP}\` once: this version of wasm-bindgen passes text in another way, so look what there is to guard.`);
  }
  // It is CommonJS, and an instance of its own.
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  const guarded = join(folder, 'guarded.js');
  mkdirSync(folder, { recursive: true });
  writeFileSync(guarded, source.replace(LOOP, GUARDED));
  return { generated: require(file), guarded: require(guarded) };
}
