import { HarnessError } from '../harness-error.js';
import { signatures } from '../module/signatures.js';
import { nearest } from '../spelling.js';
import { cureOf } from './cure.js';
import { declared, misfit } from './fit.js';
import { inherited } from './given.js';
import { isDefinedByToolchain } from './toolchain-symbols.js';

/** @typedef {import('../core/guest.js').Imports} Imports */
/** An import, with its type if the bytes of the module are there. @typedef {{ module: string, name: string, kind: string }} Wanted */

/**
 * What is suspect, and may yet be meant.
 *
 * - `bound-elsewhere`: the user gives a function that the module does not import,
 *   with a name that the toolchain has a function of its own for;
 * - `misspelt`: one whose name is near to one that the module imports;
 * - `unused`: any other that the module does not import.
 *
 * @typedef {{ kind: 'bound-elsewhere' | 'misspelt' | 'unused', import: string, message: string }} Warning
 */

/** @param {Warning} warning */
const warn = ({ kind, message }) => {
  // What is merely not used may be there for another guest.
  if (kind !== 'unused') console.warn(`warning: ${message}`);
};

/**
 * The part that compares what a module imports with what it is given, before the
 * engine does: that one stops at the first fault, and its message cannot say
 * what to do. It comes last, and a reset does not repeat it.
 *
 * @param {Imports} given by the user
 * @returns {import('../core/guest.js').Part}
 */
export const lint = (given) => (guest, imports, { name = 'the module', onWarning = warn }) => {
  if (guest.instance) return;
  const wanted = wantedBy(guest.module, guest.source, name);
  const faults = faultsOf(wanted, imports, given);
  if (faults.length > 0) {
    const what = faults.length === 1 ? 'an import' : `${faults.length} imports`;
    throw new HarnessError('ERR_IMPORTS', `${name} needs ${what} that the host does not have:\n${faults.join('\n')}`);
  }
  if (wanted.some(isMalloc) && !given.env?.malloc) requireHeapBase(guest.module, name);
  for (const warning of warningsOf(wanted, given, name)) onWarning(warning);
};

/**
 * @param {WebAssembly.Module} module
 * @param {Uint8Array | undefined} bytes
 * @param {string} moduleName
 * @returns {Wanted[]}
 */
function wantedBy(module, bytes, moduleName) {
  const plain = WebAssembly.Module.imports(module);
  if (!bytes) return plain;
  try {
    return signatures(bytes, moduleName).imports;
  } catch (error) {
    // A module may be newer than our reader; the engine has accepted it.
    if (error instanceof HarnessError) return plain;
    throw error;
  }
}

/**
 * A line for each import that is missing or does not fit.
 *
 * @param {Wanted[]} wanted
 * @param {Imports} imports what the module would get
 * @param {Imports} given
 */
function faultsOf(wanted, imports, given) {
  const extra = extraNames(wanted, given);
  const lines = wanted.flatMap((one) => {
    const { module, name } = one;
    const value = imports[module]?.[name];
    if (value === undefined || value === null || value === inherited(name)) {
      const meant = extra.find((full) => full.endsWith(`.${name}`)) ?? nearest(`${module}.${name}`, extra);
      return [`  ${module}.${name} ${declared(/** @type {any} */ (one))}: nobody provides it; ${cureOf(one, meant)}`];
    }
    const found = misfit(value, /** @type {any} */ (one));
    return found ? [`  ${module}.${name} ${declared(/** @type {any} */ (one))}: the host gives ${found}; ${cureOf(one)}`] : [];
  });
  return [...new Set(lines)];
}

/**
 * @param {Wanted[]} wanted
 * @param {Imports} given
 * @param {string} moduleName
 * @returns {Warning[]}
 */
function warningsOf(wanted, given, moduleName) {
  const names = wanted.map(({ module, name }) => `${module}.${name}`);
  return extraNames(wanted, given).map((full) => {
    const [module, name] = full.split(/\.(.*)/s);
    const not = `${moduleName} does not import ${full}, which it is given`;
    if (isDefinedByToolchain(name)) {
      return {
        kind: 'bound-elsewhere',
        import: full,
        message:
          `${not}. If the guest calls it, the linker has bound it to the function \`${name}\` of compiler_builtins, ` +
          'and the call traps or computes something else. Put ' +
          `#[link(wasm_import_module = "${module}")] on its extern block, or choose another name with #[link_name = "host_${name}"].`,
      };
    }
    const near = nearest(full, names);
    return near
      ? { kind: 'misspelt', import: full, message: `${not}; it does import ${near}. Correct one of the names.` }
      : { kind: 'unused', import: full, message: `${not}. Nothing in the guest calls it, or the linker found that out; leave it away.` };
  });
}

/**
 * What the user gives by name and the module does not import.
 *
 * @param {Wanted[]} wanted
 * @param {Imports} given
 */
function extraNames(wanted, given) {
  const names = new Set(wanted.map(({ module, name }) => `${module}.${name}`));
  return Object.entries(given)
    .flatMap(([module, namespace]) => Object.keys(namespace ?? {}).map((name) => `${module}.${name}`))
    .filter((name) => !names.has(name));
}

/** @param {Wanted} wanted */
const isMalloc = ({ module, name }) => module === 'env' && (name === 'malloc' || name === 'aligned_alloc');

/**
 * @param {WebAssembly.Module} module
 * @param {string} moduleName
 */
function requireHeapBase(module, moduleName) {
  const exported = WebAssembly.Module.exports(module);
  if (exported.some(({ name, kind }) => name === '__heap_base' && kind === 'global')) return;
  throw new HarnessError(
    'ERR_NO_HEAP_BASE',
    `${moduleName} imports env.malloc but exports no global \`__heap_base\`, so the host cannot tell where ` +
      'its heap may begin. Link it with --export=__heap_base, for example by ' +
      'println!("cargo::rustc-link-arg-cdylib=--export=__heap_base") in its build.rs.',
  );
}
