import { HarnessError } from '../harness-error.js';

/** A number as it was written, or the name of what stands for one. @typedef {{ number: string } | { variable: string, length: boolean }} Value */

/**
 * @typedef {{ verb: 'instantiate' } | { verb: 'pages' } | { verb: 'section', name: string }
 *   | { verb: 'call', name: string, args: Value[], variable?: string }
 *   | { verb: 'write', bytes: Uint8Array, variable?: string }
 *   | { verb: 'read', as: 'bytes' | 'text', ptr: Value, len: Value }
 *   | { verb: 'release', variable: string }} Step
 */

const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?(e-?[0-9]+)?$/;
const HEX = /^0x[0-9A-Fa-f]+$/;
const BIG = /^-?[0-9]+n$/;

/**
 * The step in one line of a scenario; undefined if it is empty or a comment.
 *
 * @param {string} line without what ends it
 * @returns {Step | undefined}
 */
export function parseStep(line) {
  if (line === '' || line.startsWith('#')) return undefined;
  const at = line.indexOf(' = ');
  const assigns = at > 0 && NAME.test(line.slice(0, at));
  const variable = assigns ? line.slice(0, at) : undefined;
  const rest = assigns ? line.slice(at + ' = '.length) : line;
  const [verb, ...words] = rest.split(' ');
  if (verb === 'call' && words.length > 0) {
    return { verb, name: words[0], args: words.slice(1).map(parseValue), variable };
  }
  if (verb === 'write' && words.length > 0) return { verb, bytes: contents(words, rest), variable };
  if (!assigns) {
    if ((verb === 'instantiate' || verb === 'pages') && words.length === 0) return { verb };
    if (verb === 'section' && words.length === 1) return { verb, name: words[0] };
    if (verb === 'release' && words.length === 1) return { verb, variable: words[0] };
    if (verb === 'read' && words.length === 3 && (words[0] === 'bytes' || words[0] === 'text')) {
      return { verb, as: words[0], ptr: parseValue(words[1]), len: parseValue(words[2]) };
    }
  }
  throw unusable(
    `\`${line}\` is no step: those are instantiate, pages, section NAME, [VAR = ] call NAME ARG…, [VAR = ] ` +
      'write text|bytes|f64 …, read text|bytes PTR LEN, release VAR',
  );
}

/** @param {string} message */
export const unusable = (message) => new HarnessError('ERR_SCENARIO', message);

/**
 * @param {string} word
 * @returns {Value}
 */
function parseValue(word) {
  if (word.startsWith('$')) {
    const length = word.endsWith('.len');
    const variable = word.slice(1, length ? -'.len'.length : undefined);
    if (NAME.test(variable)) return { variable, length };
  }
  if ([DECIMAL, HEX, BIG].some((form) => form.test(word))) return { number: word };
  throw unusable(`\`${word}\` is neither a number nor a variable (\`$name\`, \`$name.len\`)`);
}

/**
 * @param {string[]} words behind `write`
 * @param {string} step
 */
function contents([kind, ...words], step) {
  switch (kind) {
    case 'text':
      return new TextEncoder().encode(step.slice('write text '.length));
    case 'bytes':
      return Uint8Array.from(words, (word) => {
        if (/^[0-9A-Fa-f]{2}$/.test(word)) return Number.parseInt(word, 16);
        throw unusable(`\`${word}\` is no byte of two hexadecimal digits`);
      });
    case 'f64': {
      const view = new DataView(new ArrayBuffer(8 * words.length));
      words.forEach((word, i) => {
        if (!DECIMAL.test(word)) throw unusable(`\`${word}\` is no number`);
        view.setFloat64(8 * i, Number(word), true);
      });
      return new Uint8Array(view.buffer);
    }
    default:
      throw unusable(`\`write ${kind}\` is nothing that can be written: text, bytes and f64 are`);
  }
}
