import { defineCommands } from './commands.js';
import { completeGuest } from './complete.js';

const STACK_DEPTH = 40;

/**
 * Makes a REPL of Node one that knows a guest: it has the commands, completes
 * what the guest exports, and says of an error what to do.
 *
 * @param {any} server a `REPLServer`; the types of Node leave out what is assigned to
 * @param {import('./session.js').Session} session
 */
export function equip(server, session) {
  defineCommands(server, session);
  completeGuest(server, session);

  // V8 keeps the innermost frames of an error, ten of them; a guest is deeper.
  Error.stackTraceLimit = STACK_DEPTH;

  const { eval: evaluate, writer } = server;
  /** @param {string} code @param {unknown} context @param {string} file @param {(...result: unknown[]) => void} done */
  server.eval = (code, context, file, done) => {
    session.beforeLine();
    evaluate.call(server, code, context, file, (/** @type {unknown[]} */ ...result) => {
      session.afterLine();
      done(...result);
    });
  };
  // What is thrown is written by the writer, and not given to `done`.
  server.writer = (/** @type {unknown} */ value) => {
    session.afterLine();
    return session.errorText(value) ?? writer(value);
  };
}
