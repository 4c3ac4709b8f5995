import { inTextFormat } from '../module/text-format.js';

/** @typedef {import('../module/signatures.js').Signature} Signature */

const PAGE_LEN_BYTES = 65536;

/**
 * Why a value cannot be given for an import, as a clause that goes on after "the
 * host gives …"; undefined if it can, as far as one can see.
 *
 * @param {unknown} value
 * @param {{ kind: string } & Partial<Signature>} wanted
 * @returns {string | undefined}
 */
export function misfit(value, wanted) {
  switch (wanted.kind) {
    case 'function':
      return typeof value === 'function' ? undefined : described(value);
    case 'memory':
      return value instanceof WebAssembly.Memory ? memoryMisfit(value, wanted) : described(value);
    case 'table':
      return value instanceof WebAssembly.Table ? tableMisfit(value, wanted) : described(value);
    case 'global':
      return globalMisfit(value, wanted);
    default:
      // A kind newer than this file: let the engine judge.
      return undefined;
  }
}

/**
 * @param {WebAssembly.Memory} memory
 * @param {any} wanted
 */
function memoryMisfit({ buffer }, { limits }) {
  if (!limits) return undefined;
  const pages = buffer.byteLength / PAGE_LEN_BYTES;
  if (pages < limits.initial) return `one of ${pages} pages`;
  // Not `instanceof`: a page that is not isolated can make one, and has no name for it.
  const shared = Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
  if (shared !== limits.shared) return `one that is ${shared ? '' : 'not '}shared`;
  return undefined;
}

/**
 * @param {WebAssembly.Table} table
 * @param {any} wanted
 */
const tableMisfit = (table, { limits }) =>
  limits && table.length < limits.initial ? `one of ${table.length} elements` : undefined;

/**
 * @param {unknown} value
 * @param {any} wanted
 */
function globalMisfit(value, { type, mutable }) {
  if (value instanceof WebAssembly.Global) return undefined;
  if (typeof value !== 'number' && typeof value !== 'bigint') return described(value);
  if (mutable) return `${described(value)}, which cannot change`;
  if (type !== undefined && (type === 'i64') !== (typeof value === 'bigint')) return described(value);
  return undefined;
}

/** @param {unknown} value */
function described(value) {
  if (value instanceof WebAssembly.Memory) return 'a memory';
  if (value instanceof WebAssembly.Table) return 'a table';
  if (value instanceof WebAssembly.Global) return 'a global';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/**
 * An import as the module declares it: with its whole type where the bytes show
 * it, else with its kind.
 *
 * @param {{ kind: string } & Partial<Signature>} wanted
 */
export const declared = (wanted) =>
  'params' in wanted || 'limits' in wanted || 'type' in wanted
    ? inTextFormat(/** @type {Signature} */ (wanted))
    : `(${wanted.kind})`;
