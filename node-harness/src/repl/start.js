/**
 * A REPL around a guest: `make repl`, or
 *
 *     node node-harness/src/repl/start.js [guest.wasm]
 *
 * Without an argument it takes the guest from the environment variable GUEST,
 * and else the one that `make guest` builds in this repository.
 */
import { fileURLToPath } from 'node:url';
import repl from 'node:repl';

import { HarnessError } from '../harness-error.js';
import { instantiate } from '../node.js';
import { DEFAULT_GUEST, banner, putAtHand, watch } from './at-hand.js';

const EXIT_GUEST_FAILED = 1;
const EXIT_USAGE = 2;

const repositoryRoot = new URL('../../../', import.meta.url);

/** @param {string[]} args */
async function main(args) {
  if (args.length > 1 || args[0]?.startsWith('-')) {
    console.error('usage: node node-harness/src/repl/start.js [guest.wasm]');
    process.exitCode = EXIT_USAGE;
    return;
  }
  const path = args[0] || process.env.GUEST || fileURLToPath(new URL(DEFAULT_GUEST, repositoryRoot));
  const guest = await instantiate(path, watch);
  console.log(banner(guest, path));

  // The REPL shares the global object, so that `memory instanceof
  // WebAssembly.Memory` holds in it, as in the one that `node -i` opens.
  repl.start({ prompt: '> ', useGlobal: true, terminal: process.stdin.isTTY && process.stdout.isTTY });
  putAtHand(guest);
}

main(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof HarnessError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = EXIT_GUEST_FAILED;
});
