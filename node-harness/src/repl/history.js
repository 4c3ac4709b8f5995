import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The file that keeps what was typed, undefined when none is wanted. The
 * environment variable WASM_BY_HAND_HISTORY names another one; empty, it means
 * none, as NODE_REPL_HISTORY does for Node's own REPL.
 *
 * By the XDG Base Directory Specification 0.8, such a file is state: not worth
 * a backup, and not to be lost at the next start either.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function historyPath(env) {
  if (env.WASM_BY_HAND_HISTORY !== undefined) return env.WASM_BY_HAND_HISTORY || undefined;
  // A relative path is to be ignored, says the specification.
  const given = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : undefined;
  return join(given ?? join(homedir(), '.local', 'state'), 'wasm-by-hand', 'repl-history');
}

/**
 * Gives a REPL the lines that were typed before, and keeps those that come. What
 * stands in the way is said, and no reason not to go on.
 *
 * @param {import('node:repl').REPLServer} server
 * @param {string} path
 */
export function keepHistory(server, path) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch {
    // Node says below that it cannot open the file, and names it.
  }
  return new Promise((resolve) => server.setupHistory(path, resolve));
}
