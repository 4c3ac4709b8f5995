import { once } from 'node:events';
import { clearScreenDown, cursorTo } from 'node:readline';
import repl from 'node:repl';

import { equip } from './equip.js';
import { keepHistory } from './history.js';
import { watchForChange } from './watch-file.js';

/** @typedef {import('./session.js').Session} Session */

/** What is said of a file that is no module: that one is still being written. */
const NOT_WHOLE = ['ERR_NOT_WASM', 'ERR_MALFORMED_MODULE', 'ERR_INVALID_MODULE'];
/** After this time without a byte more it is said that it is waited for. */
const PATIENCE_MS = 500;

/**
 * Opens a prompt, and returns when it is closed.
 *
 * @param {Session} session
 * @param {{ history?: string, watch?: 'fresh' | 'keep' }} options the file of the history; whether to reload, with which state
 */
export async function open(session, { history, watch }) {
  const server = repl.start({
    prompt: '> ',
    terminal: process.stdin.isTTY && process.stdout.isTTY,
    // It shares the global object, so that `memory instanceof WebAssembly.Memory`
    // holds in it, as in the one that `node -i` opens.
    useGlobal: true,
    // Ctrl-C stops a guest that does not come back.
    breakEvalOnSigint: true,
  });
  equip(server, session);
  if (server.terminal && history !== undefined) await keepHistory(server, history);
  const unwatch = watch && reloadOnChange(server, session, watch);
  await once(server, 'exit');
  unwatch?.();
}

/**
 * Loads the guest anew each time that its file has been written.
 *
 * @param {import('node:repl').REPLServer} server
 * @param {Session} session
 * @param {'fresh' | 'keep'} state
 */
function reloadOnChange(server, session, state) {
  /** @type {NodeJS.Timeout | undefined} */
  let complaint;
  const unwatch = watchForChange(session.path, () => session.version, ({ writtenMs }) => {
    clearTimeout(complaint);
    try {
      const text = session.reload(state);
      say(server, `${text}\n${Math.max(0, Math.round(Date.now() - writtenMs))} ms after it was written`);
    } catch (error) {
      const text = session.errorText(error) ?? String(error);
      const complain = () => say(server, `${text}\nThe guest is still the one from before.`);
      const { code } = /** @type {{ code?: string }} */ (error);
      if (code !== undefined && NOT_WHOLE.includes(code)) complaint = setTimeout(complain, PATIENCE_MS);
      else complain();
    }
  });
  return () => {
    clearTimeout(complaint);
    unwatch();
  };
}

/**
 * Prints something above the line that is being typed.
 *
 * @param {import('node:repl').REPLServer} server
 * @param {string} text
 */
function say(server, text) {
  if (server.terminal) {
    cursorTo(server.output, 0);
    clearScreenDown(server.output);
  }
  server.output.write(`${text}\n`);
  server.displayPrompt(true);
}
