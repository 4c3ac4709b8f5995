import { basename } from 'node:path';
import { runInThisContext } from 'node:vm';

import { didYouMean } from '../spelling.js';
import { declarations } from '../types/declarations.js';
import { heapText } from './heap-text.js';
import { importText, signatureText } from './signature-text.js';
import { OF_THE_HEAP, providerOf } from './provider.js';

/** @typedef {import('./session.js').Session} Session */

/**
 * A command of the REPL. What it throws is printed, and the REPL goes on.
 *
 * @typedef {object} Command
 * @property {string} about for .help, its arguments first
 * @property {(session: Session) => string[]} [words] what its arguments may be, for completion
 * @property {(session: Session, args: string[]) => string} run gives what is printed
 */

const PAGE_LEN_BYTES = 65536;

/** A command that was given the wrong arguments. */
class Misused extends Error {}

/** @type {Record<string, Command>} */
export const COMMANDS = {
  exports: {
    about: 'What the guest exports, with types',
    run: ({ signatures }) => signatures.exports.map(({ name, ...signature }) => signatureText(name, signature)).join('\n') || 'nothing',
  },
  imports: {
    about: 'What the guest imports, with types, and who provides it',
    run: ({ signatures, given }) => inColumns(signatures.imports.map((entry) => [importText(entry), providerOf(entry, given)])) || 'nothing',
  },
  heap: {
    about: 'How much of the host heap is in use, and a map of it',
    run: ({ guest, signatures }) =>
      signatures.imports.some(({ module, name }) => module === 'env' && OF_THE_HEAP.includes(name))
        ? heapText(guest.heap, guest.memory.buffer.byteLength / PAGE_LEN_BYTES)
        : 'the guest imports no env.malloc: its heap, if it has one, is its own',
  },
  mark: {
    about: 'Take the blocks that live now for granted: .leaks shows later ones',
    run: ({ allocations }) => `marked; ${allocations.mark()} live now`,
  },
  leaks: {
    about: 'The blocks since the last .mark that live, by where they were made',
    run: ({ allocations }) => allocations.leaksText(),
  },
  hex: {
    about: 'PTR [LEN]: bytes of memory; without LEN those of the block, or 64',
    words: () => ['ptr'].filter((name) => name in globalThis),
    run: ({ guest }, [ptr, len, ...rest]) => {
      if (ptr === undefined || rest.length > 0) throw new Misused('.hex PTR [LEN], two expressions without blanks');
      const addr = numberOf(ptr) >>> 0;
      return guest.hexdump(addr, len === undefined ? (guest.heap.sizeOf(addr) ?? 64) : numberOf(len));
    },
  },
  diff: {
    about: 'What the last line changed in memory, with the old and the new bytes',
    run: (session) => session.diffText(),
  },
  trace: {
    about: 'on|off|EXPORT…: print every call across the boundary, or those of some exports',
    words: ({ guest }) => ['on', 'off', ...functionNames(guest)],
    run: (session, args) => {
      if (args.length === 0) return tracingText(session);
      const unknown = args.find((name) => !['on', 'off', ...functionNames(session.guest)].includes(name));
      if (unknown !== undefined) {
        throw new Misused(`.trace on|off|EXPORT…: there is no export \`${unknown}\`.${didYouMean(unknown, functionNames(session.guest))}`);
      }
      session.tracing = args.includes('off') ? undefined : args.includes('on') ? 'all' : new Set(args);
      return tracingText(session);
    },
  },
  types: {
    about: 'The types of exports and imports for TypeScript, as `wasm-by-hand types` writes them',
    run: ({ bytes, path }) => declarations(bytes, basename(path)).trimEnd(),
  },
  reload: {
    about: '[fresh|keep]: load the file anew, with its own state or with that of now',
    words: () => ['fresh', 'keep'],
    run: (session, [state = 'fresh', ...rest]) => {
      if (rest.length > 0 || (state !== 'fresh' && state !== 'keep')) throw new Misused('.reload [fresh|keep]');
      return session.reload(state);
    },
  },
};

/** @param {import('../full.js').Guest} guest */
const functionNames = ({ exports }) => Object.keys(exports).filter((name) => typeof exports[name] === 'function');

/** @param {Session} session */
function tracingText({ tracing }) {
  if (tracing === undefined) return 'calls are not printed';
  return tracing === 'all' ? 'every call is printed' : `calls of ${[...tracing].join(', ')} are printed`;
}

/**
 * The value of an expression as it is typed at the prompt.
 *
 * @param {string} expression
 */
function numberOf(expression) {
  const value = runInThisContext(`(${expression})`);
  if (typeof value !== 'number' && typeof value !== 'bigint') throw new Misused(`${expression} is no number`);
  return Number(value);
}

/**
 * Rows with their second words below each other.
 *
 * @param {[string, string][]} rows
 */
function inColumns(rows) {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`).join('\n');
}

/**
 * Gives a REPL the commands.
 *
 * @param {import('node:repl').REPLServer} server
 * @param {Session} session
 */
export function defineCommands(server, session) {
  for (const [name, { about, run }] of Object.entries(COMMANDS)) {
    server.defineCommand(name, {
      help: about,
      action(rest) {
        // What was begun on the lines before is left, as by .break.
        this.clearBufferedCommand();
        let text;
        try {
          text = run(session, rest.trim().split(/\s+/).filter(Boolean));
        } catch (error) {
          text = error instanceof Misused ? error.message : (session.errorText(error) ?? String(error));
        }
        this.output.write(`${text}\n`);
        this.displayPrompt();
      },
    });
  }
}
