import { knownImport } from '../module/contract.js';
import { counted } from './counted.js';

/** @typedef {import('../module/signatures.js').Signature} Signature */
/** @typedef {import('../module/signatures.js').ImportSignature} ImportSignature */
/** @typedef {import('../module/limits.js').Limits} Limits */

/**
 * A name out of a module, safe to print: as it is if it is plain, else in
 * quotes, with everything escaped that a terminal could take for a command.
 *
 * @param {string} name
 */
export const shown = (name) =>
  /^[\p{L}\p{N}_$.:<>*&/@#+~-]+$/u.test(name)
    ? name
    : JSON.stringify(name).replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);

/**
 * What can be done with an export or an import, in a line:
 * `nth_prime(index: i32) -> i32`.
 *
 * @param {string} name
 * @param {Signature} signature
 * @param {readonly string[]} [paramNames] for parameters that the module does not name
 */
export function signatureText(name, signature, paramNames = []) {
  switch (signature.kind) {
    case 'function':
      return `${shown(name)}${params(signature.params, paramNames)}${results(signature.results)}`;
    case 'global':
      return `${shown(name)}: ${signature.mutable ? 'mut ' : ''}${signature.type}`;
    case 'memory':
      return `${shown(name)}: memory of ${size(signature.limits, 'page')}`;
    case 'table':
      return `${shown(name)}: table of ${signature.type}, ${size(signature.limits, 'element')}`;
    case 'tag':
      return `${shown(name)}: tag${params(signature.params, [])}`;
  }
}

/** @param {ImportSignature} signature */
export const importText = (signature) =>
  signatureText(`${signature.module}.${signature.name}`, signature, knownImport(signature.module, signature.name)?.params);

/**
 * @param {import('../module/signatures.js').Param[]} params
 * @param {readonly string[]} names
 */
function params(params, names) {
  const list = params.map(({ type, name }, i) => [name ?? names[i], type].filter((word) => word !== undefined).join(': '));
  return `(${list.join(', ')})`;
}

/** @param {string[]} types */
function results(types) {
  if (types.length === 0) return '';
  return ` -> ${types.length === 1 ? types[0] : `(${types.join(', ')})`}`;
}

/**
 * @param {Limits} limits
 * @param {string} unit
 */
function size({ initial, maximum, shared, is64 }, unit) {
  const most = maximum === undefined ? '' : maximum === initial ? ', and never more' : `, at most ${maximum}`;
  return `${counted(initial, unit)}${most}${shared ? ', shared' : ''}${is64 ? ', with addresses of 64 bits' : ''}`;
}
