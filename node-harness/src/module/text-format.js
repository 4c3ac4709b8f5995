/** @typedef {import('./signatures.js').Signature} Signature */

/**
 * A signature as the text format of WebAssembly writes it, without names:
 * `(func (param i32 i32) (result i32))`, `(global (mut i64))`, `(memory 1 2 shared)`.
 *
 * @param {Signature} signature
 */
export function inTextFormat(signature) {
  switch (signature.kind) {
    case 'function':
      return `(func${list('param', signature.params.map(({ type }) => type))}${list('result', signature.results)})`;
    case 'table':
      return `(table ${size(signature.limits)} ${signature.type})`;
    case 'memory':
      return `(memory ${size(signature.limits)})`;
    case 'global':
      return `(global ${signature.mutable ? `(mut ${signature.type})` : signature.type})`;
    case 'tag':
      return `(tag${list('param', signature.params.map(({ type }) => type))})`;
  }
}

/**
 * @param {string} keyword
 * @param {string[]} types
 */
const list = (keyword, types) => (types.length === 0 ? '' : ` (${keyword} ${types.join(' ')})`);

/** @param {import('./limits.js').Limits} limits */
const size = ({ is64, initial, maximum, shared }) =>
  `${is64 ? 'i64 ' : ''}${initial}${maximum === undefined ? '' : ` ${maximum}`}${shared ? ' shared' : ''}`;
