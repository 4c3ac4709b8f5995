import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { OK, UsageError } from '../exit.js';
import { bump, check, fast } from '../heap/index.js';
import { DEFAULT_GUEST, banner } from '../repl/at-hand.js';
import { historyPath } from '../repl/history.js';
import { open } from '../repl/open.js';
import { Session } from '../repl/session.js';

export const usage = 'repl [GUEST.wasm] [options]';
export const about =
  'Loads a guest and opens a prompt with its exports at hand; .help lists the commands there.\n' +
  'Without GUEST.wasm it takes the one that the environment variable GUEST names, or else the\n' +
  'one that `make guest` builds. What is typed is kept in wasm-by-hand/repl-history in\n' +
  'XDG_STATE_HOME (~/.local/state), or in the file that WASM_BY_HAND_HISTORY names.';
export const options = {
  heap: { value: 'fast|bump|check', about: 'the heap behind env.malloc; check finds mistakes of the guest' },
  imports: { value: 'FILE', about: 'a module whose exports are what the guest imports: module name, then name' },
  watch: { value: 'fresh|keep', bare: 'fresh', about: 'load the guest anew when it was rebuilt, with a fresh state or that of now' },
  'no-history': { about: 'keep nothing of what is typed' },
};
export const operands = 1;

const HEAPS = { fast, bump, check };

const repositoryRoot = new URL('../../../', import.meta.url);

/**
 * @param {{ heap?: keyof typeof HEAPS, imports?: string, watch?: 'fresh' | 'keep', 'no-history'?: boolean }} options
 * @param {string[]} operands
 */
export async function run({ heap, imports, watch, 'no-history': noHistory }, [given]) {
  const path = given || process.env.GUEST || fileURLToPath(new URL(DEFAULT_GUEST, repositoryRoot));
  const session = new Session(path, {
    heap: heap && HEAPS[heap],
    given: imports === undefined ? undefined : { imports: await importsOf(imports), from: imports },
  });
  console.log(banner(session));
  await open(session, { watch, history: noHistory ? undefined : historyPath(process.env) });
  return OK;
}

/** @param {string} file */
async function importsOf(file) {
  try {
    const found = await import(pathToFileURL(resolve(file)).href);
    // Of a CommonJS module the default export is what it exports, all of it.
    return { ...found, ...(typeof found.default === 'object' ? found.default : {}) };
  } catch (cause) {
    throw new UsageError(`cannot load ${file}: ${cause instanceof Error ? cause.message : cause}.`, { cause });
  }
}
