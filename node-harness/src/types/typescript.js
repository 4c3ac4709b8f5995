import { knownImport } from '../module/contract.js';
import { parameterNames } from './names.js';

/** @typedef {import('../module/signatures.js').Signature} Signature */
/** @typedef {import('../module/signatures.js').FunctionSignature} FunctionSignature */
/** @typedef {import('../module/value-type.js').ValueType} ValueType */

const FUNCTION = '((...args: any[]) => any)';

/**
 * What a value of each type is in JavaScript. What is not here may be anything.
 * Source: WebAssembly JavaScript Interface, "ToJSValue" and "ToWebAssemblyValue".
 *
 * @type {Record<ValueType, string>}
 */
const VALUES = {
  i32: 'number',
  i64: 'bigint',
  f32: 'number',
  f64: 'number',
  i31ref: 'number | null',
  '(ref i31)': 'number',
  funcref: `${FUNCTION} | null`,
  '(ref func)': FUNCTION,
  nullref: 'null',
  nullexternref: 'null',
  nullfuncref: 'null',
};

/** Types whose values JavaScript cannot have: a function with one of them throws when it is called from there. */
const BEYOND = new Set(['v128', 'exnref', 'nullexnref', '(ref exn)', '(ref noexn)']);

/** The types that `WebAssembly.Global` has a name for, in TypeScript. @type {Record<ValueType, string>} */
const GLOBALS = { i32: 'i32', i64: 'i64', f32: 'f32', f64: 'f64', v128: 'v128', externref: 'externref', funcref: 'anyfunc' };

/** @param {ValueType} type */
const valueType = (type) => VALUES[type] ?? 'any';

/** @param {FunctionSignature} signature */
export const isBeyond = ({ params, results }) => [...params.map(({ type }) => type), ...results].some((type) => BEYOND.has(type));

/**
 * The TypeScript type of an export, as JavaScript sees it.
 *
 * @param {Signature} signature
 */
export function exportType(signature) {
  if (signature.kind === 'function') {
    // A function that must not be called: nothing is a `this` of type never.
    return isBeyond(signature) ? '(this: never) => never' : functionType(signature, '');
  }
  if (signature.kind !== 'global') return objectType(signature.kind);
  return signature.mutable ? globalType(signature.type) : `Readonly<${globalType(signature.type)}>`;
}

/**
 * The TypeScript type of what a host may give for an import.
 *
 * @param {import('../module/signatures.js').ImportSignature} signature
 */
export function importType(signature) {
  if (signature.kind === 'function') {
    const known = knownImport(signature.module, signature.name);
    return isBeyond(signature) ? '(...args: never[]) => unknown' : functionType(signature, 'readonly ', known?.params);
  }
  if (signature.kind !== 'global') return objectType(signature.kind);
  const { type, mutable } = signature;
  return mutable || BEYOND.has(type) ? globalType(type) : `${valueType(type)} | ${globalType(type)}`;
}

/**
 * @param {FunctionSignature} signature
 * @param {'' | 'readonly '} tuple what stands before the tuple of several results: one that is only read may be readonly
 * @param {string[]} [known] names of parameters that the module itself does not name
 */
function functionType({ params, results }, tuple, known = []) {
  const names = parameterNames(params.map(({ name }, index) => name ?? known[index]));
  const list = params.map(({ type }, index) => `${names[index]}: ${valueType(type)}`);
  return `(${list.join(', ')}) => ${resultType(results, tuple)}`;
}

/**
 * @param {ValueType[]} results
 * @param {'' | 'readonly '} tuple
 */
function resultType(results, tuple) {
  if (results.length === 0) return 'void';
  if (results.length === 1) return valueType(results[0]);
  return `${tuple}[${results.map(valueType).join(', ')}]`;
}

/** @param {ValueType} type */
const globalType = (type) => (type in GLOBALS ? `WebAssembly.Global<"${GLOBALS[type]}">` : 'WebAssembly.Global');

/** @param {'table' | 'memory' | 'tag'} kind */
const objectType = (kind) => ({ table: 'WebAssembly.Table', memory: 'WebAssembly.Memory', tag: 'WebAssembly.Tag' })[kind];
