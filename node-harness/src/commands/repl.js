import { once } from 'node:events';
import repl from 'node:repl';
import { fileURLToPath } from 'node:url';

import { OK } from '../exit.js';
import { instantiate } from '../node.js';
import { DEFAULT_GUEST, banner, putAtHand, watch } from '../repl/at-hand.js';

export const usage = 'repl [GUEST.wasm]';
export const about =
  'Loads a guest and opens a prompt with its exports at hand. Without GUEST.wasm it takes the one\n' +
  'that the environment variable GUEST names, or else the one that `make guest` builds.';
export const options = {};
export const operands = 1;

const repositoryRoot = new URL('../../../', import.meta.url);

/**
 * @param {{}} _
 * @param {string[]} operands
 */
export async function run(_, [given]) {
  const path = given || process.env.GUEST || fileURLToPath(new URL(DEFAULT_GUEST, repositoryRoot));
  const guest = await instantiate(path, watch);
  console.log(banner(guest, path));

  // The REPL shares the global object, so that `memory instanceof
  // WebAssembly.Memory` holds in it, as in the one that `node -i` opens.
  const server = repl.start({ prompt: '> ', useGlobal: true, terminal: process.stdin.isTTY && process.stdout.isTTY });
  putAtHand(guest);
  await once(server, 'exit');
  return OK;
}
