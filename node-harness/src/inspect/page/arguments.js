/** What is typed for the parameters of a function, and what goes to the guest for it. */

import { parseValue } from './values.js';

/** @typedef {import('./protocol.js').Argument} Argument */
/** A parameter as the module declares it. @typedef {{ type: string, name?: string }} Param */

/**
 * What two parameters may be together: the place and the length of something
 * that is written into the guest before the call. The length counts items.
 *
 * @typedef {'numbers' | 'text' | 'bytes' | 'i32s' | 'f64s'} PairKind
 */

/** @type {[kind: PairKind, title: string, placeholder: string][]} */
export const PAIR_KINDS = [
  ['numbers', 'numbers', ''],
  ['text', 'text', 'World'],
  ['bytes', 'bytes', '00 ff 2a'],
  ['i32s', 'i32 list', '1 2 3'],
  ['f64s', 'f64 list', '1 2.5 -3'],
];

/**
 * May parameters `i` and the next be the place and the length of something?
 *
 * @param {Param[]} params
 * @param {number} i
 */
export const mayBePair = (params, i) => params[i]?.type === 'i32' && params[i + 1]?.type === 'i32';

/**
 * What a pair most likely is: names, where there are some, tell.
 *
 * @param {Param[]} params
 * @param {number} i
 * @returns {PairKind}
 */
export const likelyKind = (params, i) => (/len|length|size/i.test(params[i + 1].name ?? '') ? 'text' : 'numbers');

/**
 * @param {PairKind} kind not `numbers`
 * @param {string} text
 * @returns {{ argument: Argument } | { fault: string }}
 */
export function parsePair(kind, text) {
  if (kind === 'text') return { argument: { text } };
  const words = text.trim() === '' ? [] : text.trim().split(/[\s,]+/);
  if (kind === 'bytes') {
    const digits = words.join('').replaceAll('0x', '');
    if (!/^([0-9a-f]{2})*$/i.test(digits)) return { fault: 'bytes of two hexadecimal digits each' };
    const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
    return { argument: { bytes, count: bytes.length } };
  }
  const [type, width] = kind === 'i32s' ? ['i32', 4] : ['f64', 8];
  const view = new DataView(new ArrayBuffer(width * words.length));
  for (const [i, word] of words.entries()) {
    const parsed = parseValue(type, word);
    if ('fault' in parsed) return { fault: `numbers with spaces between them, each ${parsed.fault}` };
    if (kind === 'i32s') view.setInt32(width * i, Number(parsed.value), true);
    else view.setFloat64(width * i, Number(parsed.value), true);
  }
  return { argument: { bytes: new Uint8Array(view.buffer), count: words.length } };
}

/**
 * @param {Param} param
 * @param {string} text nothing is 0
 * @returns {{ argument: Argument } | { fault: string }}
 */
export function parseArgument({ type }, text) {
  const isNumber = /^[if](32|64)$|^any$/.test(type);
  const parsed = parseValue(type, isNumber && text.trim() === '' ? '0' : text);
  return 'fault' in parsed ? parsed : { argument: { value: parsed.value } };
}

const LONG = 60;

/**
 * An argument as a call in the journal has it.
 *
 * @param {Argument} argument
 */
export function argumentText(argument) {
  if ('text' in argument) {
    const quoted = JSON.stringify(argument.text);
    return quoted.length > LONG ? `${quoted.slice(0, LONG)}…` : quoted;
  }
  if ('bytes' in argument) return `[${argument.count} items, ${argument.bytes.length} B]`;
  return typeof argument.value === 'bigint' ? `${argument.value}n` : typeof argument.value === 'string' ? JSON.stringify(argument.value) : String(argument.value);
}
