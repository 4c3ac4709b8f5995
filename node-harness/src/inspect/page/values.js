/** Values of WebAssembly as people type and read them. */

import { hex } from '../../hex.js';

/** What may be typed into a field, which is what goes to the guest, or what is wrong with it. @typedef {{ value: unknown } | { fault: string }} Parsed */

const WHOLE = /^([+-]?)(0x[0-9a-f]+|[0-9]+)n?$/i;
const NUMBER = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i;

/**
 * What `text` is as a value of that type.
 *
 * @param {string} type as the specification spells it; `any` where it is not known
 * @param {string} text
 * @returns {Parsed}
 */
export function parseValue(type, text) {
  const typed = text.trim().replaceAll('_', '');
  switch (type) {
    case 'i32':
      return whole(typed, 32);
    case 'i64':
      return whole(typed, 64);
    case 'f32':
    case 'f64':
      return float(typed);
    case 'externref':
      return { value: text };
    case 'any': {
      const found = typed.endsWith('n') ? whole(typed, 64) : float(typed);
      return 'fault' in found ? { fault: 'a number, or a whole number with an n behind it for an i64' } : found;
    }
    default:
      // Of all other references JavaScript can make only null from a text.
      return typed === 'null' || typed === '' ? { value: null } : { fault: `only null can be given as ${type}` };
  }
}

/**
 * @param {string} text
 * @param {32 | 64} bits
 * @returns {Parsed}
 */
function whole(text, bits) {
  const [, sign, digits] = WHOLE.exec(text) ?? [];
  const range = bits === 32 ? '−2147483648 to 4294967295' : '−2⁶³ to 2⁶⁴−1';
  const fault = { fault: `a whole number from ${range}, decimal or 0x…` };
  if (digits === undefined) return fault;
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  const limit = 1n << BigInt(bits);
  if (value < -limit / 2n || value >= limit) return fault;
  return { value: bits === 32 ? Number(value) | 0 : value };
}

/**
 * @param {string} text
 * @returns {Parsed}
 */
function float(text) {
  const lower = text.toLowerCase();
  if (lower === 'nan') return { value: NaN };
  if (/^[+-]?inf(inity)?$/.test(lower)) return { value: lower.startsWith('-') ? -Infinity : Infinity };
  if (NUMBER.test(text)) return { value: Number(text) };
  const found = WHOLE.exec(text);
  if (found && !text.endsWith('n')) return { value: (found[1] === '-' ? -1 : 1) * Number(found[2]) };
  return { fault: 'a number, such as 1.5, −2e3, Infinity or NaN' };
}

/**
 * A result, and what else it may mean.
 *
 * @param {string} type
 * @param {unknown} value
 */
export function valueText(type, value) {
  if (typeof value === 'bigint') {
    const bits = BigInt.asUintN(64, value);
    return value < 0n || value > 9n ? `${value} (0x${bits.toString(16)})` : String(value);
  }
  if (typeof value === 'number') {
    const bits = type === 'i32' && (value < 0 || value > 9);
    return bits ? `${value} (${hex(value)})` : Object.is(value, -0) ? '-0' : String(value);
  }
  return value === null ? 'null' : typeof value === 'string' ? JSON.stringify(value) : String(value);
}
