import { hex } from '../hex.js';

/** @typedef {import('./recorder.js').Call} Call */
/** @typedef {import('./recorder.js').Kept} Kept */

/**
 * @typedef {object} TreeOptions
 * @property {boolean} [times] when each call began and what it took, in µs before it; true when absent
 */

/**
 * The calls as a tree, one line each, what was called within a call indented
 * below it:
 *
 *     greet(1048864, 5)
 *       env.malloc(13) -> 0x100130
 *       env.send_line(0x100130, 13 "Hello, World!")
 *
 * @param {{ calls: Call[], dropped: number }} record
 * @param {number} began in milliseconds: what times are counted from
 * @param {TreeOptions} [options]
 */
export function callTree({ calls, dropped }, began, { times = true } = {}) {
  const lines = calls.map((call) => (times ? `${timesOf(call, began)}  ` : '') + '  '.repeat(call.depth) + lineOf(call));
  if (dropped > 0) lines.unshift(`(${dropped} earlier calls are no longer kept)`);
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * @param {Call} call
 * @param {number} began
 */
function timesOf({ start, end }, began) {
  const took = end === undefined ? 'open' : micros(end - start);
  return `${micros(start - began).padStart(13)} ${took.padStart(13)}`;
}

/** @param {number} ms */
const micros = (ms) => `${(ms * 1000).toFixed(1)} µs`;

/** @param {Call} call */
function lineOf(call) {
  const args = call.args.map((value, index) => {
    const text = call.texts.get(index);
    return inWords(value, isPointer(call, index)) + (text === undefined ? '' : ` ${text}`);
  });
  return `${call.name}(${args.join(', ')})${outcome(call)}${growth(call)}`;
}

/** @param {Call} call */
function outcome({ error, result, known }) {
  if (error !== undefined) return ` threw ${error.replaceAll('\n', '\\n')}`;
  if (result === undefined) return '';
  const words = Array.isArray(result)
    ? `[${result.map((value) => inWords(value, false)).join(', ')}]`
    : inWords(result, known?.result === 'ptr');
  return ` -> ${words}`;
}

/** @param {Call} call */
function growth({ grownPages, pagesAfter }) {
  if (grownPages === 0) return '';
  return `  (memory grew by ${grownPages} ${grownPages === 1 ? 'page' : 'pages'} to ${pagesAfter})`;
}

/**
 * Is an argument of a known import an address?
 *
 * @param {Call} call
 * @param {number} index
 */
function isPointer({ known }, index) {
  return /ptr$/i.test(known?.params[index] ?? '') || (known?.texts?.some(([ptr]) => ptr === index) ?? false);
}

/**
 * @param {Kept} value
 * @param {boolean} pointer
 */
function inWords(value, pointer) {
  if (typeof value === 'bigint') return `${value}n`;
  if (Object.is(value, -0)) return '-0';
  return pointer && typeof value === 'number' ? hex(value) : String(value);
}
