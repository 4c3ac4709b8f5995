import { memory } from '../core/memory.js';
import { HarnessError } from '../harness-error.js';
import { readMemoryImports } from '../module-imports.js';

/**
 * The memory of the core, with words for what can be wrong with it.
 *
 * @param {any} guest
 * @param {import('../core/guest.js').Imports} imports
 * @param {import('../full.js').Options} options
 */
export function checkedMemory(guest, imports, { name = 'the module' }) {
  const found = WebAssembly.Module.imports(guest.module).find(({ kind }) => kind === 'memory');
  if (!found) {
    if (exportsItsMemory(guest.module)) return;
    throw noMemoryImport(guest.module, name);
  }
  const named = `${name} imports ${found.module}.${found.name}`;
  const given = imports[found.module]?.[found.name] !== undefined;
  if (!given && guest.source && !guest.limits && readMemoryImports(guest.source, name)[0].is64) {
    throw new HarnessError(
      'ERR_MEMORY',
      `${named} as a 64-bit memory, and this harness hands out 32-bit addresses. Build the guest for ` +
        'wasm32-unknown-unknown.',
    );
  }
  try {
    memory(guest, imports);
  } catch (cause) {
    if (!(cause instanceof RangeError || cause instanceof TypeError)) throw cause;
    throw new HarnessError(
      'ERR_MEMORY',
      `${named} with ${guest.limits.initial} page${guest.limits.initial === 1 ? '' : 's'} of 64 KiB, and the engine cannot make it: ${cause.message}. ` +
        'Link the guest with a smaller --initial-memory.',
      { cause },
    );
  }
}

/**
 * Whether a module has a memory of its own because it is one of WASI.
 *
 * @param {WebAssembly.Module} module
 */
const exportsItsMemory = (module) =>
  WebAssembly.Module.imports(module).some(({ module: from }) => from === 'wasi_snapshot_preview1');

/**
 * @param {WebAssembly.Module} module
 * @param {string} name
 */
function noMemoryImport(module, name) {
  const own = WebAssembly.Module.exports(module).find(({ kind }) => kind === 'memory');
  const found = own ? `it has a memory of its own, exported as \`${own.name}\`` : 'it asks the host for none';
  return new HarnessError(
    'ERR_NO_MEMORY_IMPORT',
    `${name} imports no memory: ${found}. Link it with --import-memory: ` +
      'rustflags = ["-C", "link-args=--import-memory"] in .cargo/config.toml, and no RUSTFLAGS in the ' +
      'environment, which would replace that line.',
  );
}
