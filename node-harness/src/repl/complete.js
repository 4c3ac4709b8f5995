import { COMMANDS } from './commands.js';

/** @typedef {import('./session.js').Session} Session */
/** What there is, and the end of the line that it completes. @typedef {[names: string[], typed: string]} Completions */

/** The name before the parenthesis that ends a line. */
const CALL = /(?:^|[^\w$.])(?:(?:guest\.)?exports\.)?([\w$]+)\($/;

/**
 * What the end of a line may become, if that is something of the guest;
 * undefined where Node's own completion knows more.
 *
 * @param {string} line as far as the cursor
 * @param {Session} session
 * @returns {Completions | undefined}
 */
export function completions(line, session) {
  const command = /^\s*\.(\w+)\s+(?:.*\s)?(\S*)$/.exec(line);
  if (command) return startingWith(COMMANDS[command[1]]?.words?.(session) ?? [], command[2]);

  const names = Object.keys(session.guest.exports);
  if (line.trim() === '') {
    return [[...Object.keys(COMMANDS).map((name) => `.${name}`), ...names, 'exports', 'guest', 'hexdump', 'memory'], ''];
  }
  const property = /(?:^|[^\w$.])(?:guest\.)?exports\.([\w$]*)$/.exec(line);
  return property ? startingWith(names.filter((name) => /^[\w$]+$/.test(name)), property[1]) : undefined;
}

/**
 * @param {string[]} names
 * @param {string} typed
 * @returns {Completions}
 */
const startingWith = (names, typed) => [names.filter((name) => name.startsWith(typed)), typed];

/**
 * Teaches a REPL to complete what is the guest's; all else it knows itself. Tab
 * after the parenthesis of a call shows the signature.
 *
 * @param {any} server a REPLServer
 * @param {Session} session
 */
export function completeGuest(server, session) {
  const own = server.completer;
  // For its previews, a REPL asks for completions without a Tab.
  let byTab = false;
  server.input.prependListener('keypress', (/** @type {unknown} */ _, /** @type {{ name?: string }} */ key) => {
    byTab = key?.name === 'tab';
  });

  server.completer = (/** @type {string} */ line, /** @type {(error: null, found: Completions) => void} */ done) => {
    const signature = session.signatureOf(CALL.exec(line)?.[1] ?? '');
    if (signature && byTab) {
      byTab = false;
      server.output.write(`\n${signature}\n`);
      server.displayPrompt(true);
      return done(null, [[], line]);
    }
    const found = server.editorMode ? undefined : completions(line, session);
    return found ? done(null, found) : own.call(server, line, done);
  };
}
