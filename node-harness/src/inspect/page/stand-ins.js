/**
 * Values for imports that nobody has, so that a module can be looked at without
 * the host that it was made for.
 */

import { knownImport } from '../../module/contract.js';

/** @typedef {import('../../module/signatures.js').ImportSignature} ImportSignature */

/**
 * Does the harness have something for this import?
 *
 * @param {ImportSignature} wanted
 */
export const isServed = ({ module, name, kind }) => kind === 'memory' || (kind === 'function' && knownImport(module, name) !== undefined);

/**
 * A value for each import that the harness has nothing for: functions that answer
 * with zeros and say that they were called, globals of 0, tables without entries.
 * Tags, and references that may not be null, cannot be stood in for.
 *
 * @param {ImportSignature[]} imports
 * @param {(line: string) => void} onLine
 */
export function standInsFor(imports, onLine) {
  /** @type {Record<string, Record<string, any>>} */
  const given = Object.create(null);
  for (const wanted of imports) {
    if (isServed(wanted)) continue;
    const value = standInFor(wanted, onLine);
    if (value !== undefined) (given[wanted.module] ??= Object.create(null))[wanted.name] = value;
  }
  return given;
}

/**
 * @param {ImportSignature} wanted
 * @param {(line: string) => void} onLine
 */
function standInFor(wanted, onLine) {
  switch (wanted.kind) {
    case 'function': {
      const results = wanted.results.map(zeroOf);
      const result = results.length > 1 ? results : results[0];
      return (/** @type {unknown[]} */ ...args) => {
        onLine(`${wanted.module}.${wanted.name}(${args.map(argumentText).join(', ')})${results.length === 0 ? '' : ` → ${results.map(argumentText).join(', ')}`}`);
        return result;
      };
    }
    case 'global':
      return globalOf(wanted);
    case 'table': {
      const { initial, maximum } = wanted.limits;
      const element = wanted.type === 'funcref' ? 'anyfunc' : /** @type {any} */ (wanted.type);
      return new WebAssembly.Table(maximum === undefined ? { element, initial } : { element, initial, maximum });
    }
    default:
      return undefined;
  }
}

/** @param {Extract<ImportSignature, { kind: 'global' }>} wanted */
function globalOf({ type, mutable }) {
  // References, and vectors, are 0 by themselves.
  const value = /^[if]/.test(type) ? [zeroOf(type)] : [];
  return new WebAssembly.Global({ value: /** @type {any} */ (type === 'funcref' ? 'anyfunc' : type), mutable }, ...value);
}

/** @param {string} type */
const zeroOf = (type) => (type === 'i64' ? 0n : /^[if](32|64)$/.test(type) ? 0 : null);

/** @param {unknown} value */
const argumentText = (value) => (typeof value === 'bigint' ? `${value}n` : typeof value === 'object' || typeof value === 'function' ? (value === null ? 'null' : 'a reference') : String(value));
