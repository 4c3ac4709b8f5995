import { HarnessError } from './harness-error.js';

/** What a host gives a guest: module name → name → value. @typedef {Record<string, Record<string, unknown>>} Imports */

/**
 * The import object for a module, with everything it asks for and nothing else,
 * checked before the engine sees it: the engine stops at the first fault, and
 * its message cannot say what to do.
 *
 * @param {WebAssembly.Module} module
 * @param {Imports} offered what the harness has
 * @param {Imports} given what the caller has; it wins, name by name
 * @param {string} moduleName
 * @returns {WebAssembly.Imports}
 */
export function assembleImports(module, offered, given, moduleName) {
  const imports = Object.create(null);
  /** @type {Set<string>} */
  const faults = new Set();
  for (const wanted of WebAssembly.Module.imports(module)) {
    const value = givenValue(given, wanted.module, wanted.name) ?? offeredValue(offered, wanted);
    const fault = faultOf(value, wanted);
    if (fault) faults.add(`  ${wanted.module}.${wanted.name} (${wanted.kind}): ${fault}`);
    imports[wanted.module] ??= Object.create(null);
    imports[wanted.module][wanted.name] = value;
  }
  if (faults.size > 0) {
    const what = faults.size === 1 ? 'an import' : `${faults.size} imports`;
    throw new HarnessError(
      'ERR_IMPORTS',
      `${moduleName} needs ${what} that the host does not have:\n${[...faults].join('\n')}`,
    );
  }
  return imports;
}

/**
 * The value that the caller gives for an import, undefined if none.
 *
 * @param {Imports} given
 * @param {string} module
 * @param {string} name
 */
export function givenValue(given, module, name) {
  // Inherited names count, so that a namespace may be an instance of a class or
  // a Proxy, but not those of Object.prototype at the outer level.
  return Object.hasOwn(given, module) ? given[module]?.[name] : undefined;
}

/**
 * @param {Imports} offered
 * @param {WebAssembly.ModuleImportDescriptor} wanted
 */
function offeredValue(offered, { module, name }) {
  if (!Object.hasOwn(offered, module) || !Object.hasOwn(offered[module], name)) return undefined;
  return offered[module][name];
}

/**
 * @param {unknown} value
 * @param {WebAssembly.ModuleImportDescriptor} wanted
 */
function faultOf(value, wanted) {
  if (value === undefined || value === null) return `nobody provides it; ${cureOf(wanted)}`;
  if (fits(value, wanted.kind)) return undefined;
  return `the host gives ${articleFor(typeof value)}; ${cureOf(wanted)}`;
}

/**
 * @param {unknown} value
 * @param {WebAssembly.ImportExportKind | 'tag'} kind
 */
function fits(value, kind) {
  switch (kind) {
    case 'function':
      return typeof value === 'function';
    case 'memory':
      return value instanceof WebAssembly.Memory;
    case 'table':
      return value instanceof WebAssembly.Table;
    case 'global':
      return value instanceof WebAssembly.Global || typeof value === 'number' || typeof value === 'bigint';
    default:
      // A kind newer than this file: let the engine judge.
      return true;
  }
}

/** @type {Record<string, string>} */
const EXAMPLES = {
  function: '(...args) => …',
  memory: 'new WebAssembly.Memory(…)',
  table: 'new WebAssembly.Table(…)',
  global: 'new WebAssembly.Global(…)',
};

/** @param {WebAssembly.ModuleImportDescriptor} wanted */
function cureOf({ module, name, kind }) {
  if (module === 'Math') {
    return `globalThis.Math has no such function; correct its name in the guest's import block`;
  }
  if (module.startsWith('wasi_')) {
    return 'this is a WASI module; run it with wasmtime-runner, or build it for wasm32-unknown-unknown';
  }
  if (module.includes('wbindgen')) {
    return 'a crate pulled wasm-bindgen in; find it with `cargo tree -i wasm-bindgen` and drop it';
  }
  return `pass imports: { ${key(module)}: { ${key(name)}: ${EXAMPLES[kind] ?? '…'} } }`;
}

/** @param {string} name as an object literal has it */
const key = (name) => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name));

/** @param {string} type */
const articleFor = (type) => (type === 'object' ? 'an object' : `a ${type}`);
