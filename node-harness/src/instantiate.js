import { HarnessError } from './harness-error.js';
import { hexdump } from './hexdump.js';
import { assembleImports, givenValue } from './imports.js';
import { HostHeap } from './malloc.js';
import { makeMemory } from './memory.js';
import { readMemoryImports } from './module-imports.js';
import { panicImport } from './panic.js';
import { checkPreamble } from './preamble.js';
import { GuestText, readText } from './text.js';

/**
 * @typedef {object} OwnOptions
 * @property {import('./imports.js').Imports} [imports] wins over what the harness offers, name by name
 * @property {(text: string) => void} [onLine] gets each line of `env.send_line`; console.log when absent
 * @property {(panic: import('./panic.js').GuestPanic) => void} [onPanic] called before the panic is thrown
 * @property {string} [name] what error texts call the module
 */

/** @typedef {OwnOptions & import('./malloc.js').HeapTrace} Options */

/**
 * @typedef {object} Guest
 * @property {WebAssembly.Instance} instance
 * @property {WebAssembly.Module} module
 * @property {Record<string, any>} exports
 * @property {WebAssembly.Memory} memory the one the module imports
 * @property {HostHeap} heap behind `env.malloc`; open only if the guest exports `__heap_base`
 * @property {GuestText} text
 * @property {(ptr: number, lenBytes?: number) => string} hexdump
 * @property {(name: string) => Uint8Array<ArrayBuffer>[]} customSection every custom section of that name
 */

/** @typedef {Uint8Array | ArrayBuffer} ModuleBytes */

/**
 * Compiles and instantiates a module with a memory of its own limits and a heap.
 * Knows neither files nor addresses, so that it runs in any JavaScript host.
 *
 * @param {ModuleBytes} source
 * @param {Options} [options]
 * @returns {Promise<Guest>}
 */
export async function instantiateBytes(source, options = {}) {
  const bytes = asBytes(source, options);
  const module = await WebAssembly.compile(bytes).catch((cause) => refuse(cause, options));
  const plan = prepare(module, bytes, options);
  const instance = await WebAssembly.instantiate(module, plan.imports).catch((cause) =>
    refuse(cause, options),
  );
  return plan.finish(instance);
}

/**
 * The same, done when it returns. Browsers refuse this on the main thread for
 * all but small modules.
 *
 * @param {ModuleBytes} source
 * @param {Options} [options]
 * @returns {Guest}
 */
export function instantiateBytesSync(source, options = {}) {
  const bytes = asBytes(source, options);
  /** @type {ReturnType<typeof prepare>} */
  let plan;
  /** @type {WebAssembly.Instance} */
  let instance;
  try {
    plan = prepare(new WebAssembly.Module(bytes), bytes, options);
    instance = new WebAssembly.Instance(plan.module, plan.imports);
  } catch (cause) {
    return refuse(cause, options);
  }
  return plan.finish(instance);
}

/** @param {Options} options */
const nameOf = (options) => options.name ?? 'the module';

/**
 * @param {ModuleBytes} source
 * @param {Options} options
 */
function asBytes(source, options) {
  // A copy, for the import section must be read from what was compiled even if
  // the caller writes to the buffer meanwhile.
  const bytes = copyOf(source);
  if (!bytes) {
    throw new HarnessError(
      'ERR_NOT_WASM',
      `${nameOf(options)} is not a WebAssembly module: expected a Uint8Array or an ArrayBuffer, got ` +
        `${source === null ? 'null' : typeof source}. Read the file first, or use instantiate(path).`,
    );
  }
  checkPreamble(bytes, nameOf(options));
  return bytes;
}

/** @param {unknown} source */
function copyOf(source) {
  if (ArrayBuffer.isView(source)) {
    return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice();
  }
  // Not `instanceof`: the buffer may come from another realm, such as a frame.
  const isBuffer = Object.prototype.toString.call(source) === '[object ArrayBuffer]';
  return isBuffer ? new Uint8Array(/** @type {ArrayBuffer} */ (source)).slice() : undefined;
}

/**
 * Everything that is settled before the guest runs.
 *
 * @param {WebAssembly.Module} module
 * @param {Uint8Array} bytes
 * @param {Options} options
 */
function prepare(module, bytes, options) {
  const moduleName = nameOf(options);
  const given = options.imports ?? {};
  const [wantedMemory] = readMemoryImports(bytes, moduleName);
  if (!wantedMemory) throw noMemoryImport(module, moduleName);

  const givenMemory = givenValue(given, wantedMemory.module, wantedMemory.name);
  const memory =
    givenMemory instanceof WebAssembly.Memory ? givenMemory : makeMemory(wantedMemory, moduleName);
  const heap = new HostHeap(memory, options);
  const onLine = options.onLine ?? console.log;

  /** @type {import('./imports.js').Imports} */
  const offered = {
    env: {
      malloc: (/** @type {number} */ size) => heap.malloc(size),
      free: (/** @type {number} */ ptr) => heap.free(ptr),
      realloc: (/** @type {number} */ ptr, /** @type {number} */ size) => heap.realloc(ptr, size),
      send_line: (/** @type {number} */ ptr, /** @type {number} */ len) => onLine(readText(memory, ptr, len)),
      panic: panicImport(memory, options.onPanic),
    },
    Math: /** @type {any} */ (globalThis.Math),
  };
  offered[wantedMemory.module] = { ...offered[wantedMemory.module], [wantedMemory.name]: memory };

  const imports = assembleImports(module, offered, given, moduleName);
  if (imports.env?.malloc === offered.env.malloc) requireHeapBase(module, moduleName);

  return {
    module,
    imports,
    /**
     * @param {WebAssembly.Instance} instance
     * @returns {Guest}
     */
    finish(instance) {
      const heapBase = instance.exports.__heap_base;
      if (heapBase instanceof WebAssembly.Global) heap.open(Number(heapBase.value));
      return {
        instance,
        module,
        exports: instance.exports,
        memory,
        heap,
        text: new GuestText(memory, instance.exports),
        hexdump: (ptr, lenBytes) => hexdump(memory, ptr, lenBytes),
        customSection: (name) =>
          WebAssembly.Module.customSections(module, name).map((section) => new Uint8Array(section)),
      };
    },
  };
}

/**
 * @param {WebAssembly.Module} module
 * @param {string} moduleName
 */
function noMemoryImport(module, moduleName) {
  const own = WebAssembly.Module.exports(module).find(({ kind }) => kind === 'memory');
  const found = own ? `it has a memory of its own, exported as \`${own.name}\`` : 'it asks the host for none';
  return new HarnessError(
    'ERR_NO_MEMORY_IMPORT',
    `${moduleName} imports no memory: ${found}. Link it with --import-memory: ` +
      'rustflags = ["-C", "link-args=--import-memory"] in .cargo/config.toml, and no RUSTFLAGS in the ' +
      'environment, which would replace that line.',
  );
}

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

/**
 * Throws on what the engine refused in words of the harness. What the guest or
 * the host's own functions threw, in a start function, passes unchanged.
 *
 * @param {unknown} cause
 * @param {Options} options
 * @returns {never}
 */
function refuse(cause, options) {
  if (cause instanceof WebAssembly.CompileError) {
    throw new HarnessError(
      'ERR_INVALID_MODULE',
      `${nameOf(options)} is not a valid WebAssembly module: ${cause.message}. The file is damaged, or it ` +
        'uses a feature that this engine lacks; build it again, or with fewer target features.',
      { cause },
    );
  }
  if (cause instanceof WebAssembly.LinkError) {
    throw new HarnessError(
      'ERR_LINK',
      `${nameOf(options)} cannot be linked with the imports given: ${cause.message}. Give an import of the ` +
        'type that the module declares.',
      { cause },
    );
  }
  throw cause;
}
