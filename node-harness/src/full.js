import { bytes } from './core/bytes.js';
import { fail } from './core/error.js';
import { calls } from './core/calls.js';
import { handles } from './core/handles.js';
import { heap } from './core/heap.js';
import { join } from './core/join.js';
import { lines } from './core/lines.js';
import { panics } from './core/panics.js';
import { pointerClass } from './core/pointers.js';
import { scope } from './core/scope.js';
import { exactly, surrogates } from './core/surrogates.js';
import { shortText } from './core/short-text.js';
import { text } from './core/text.js';
import './explain/index.js';
import { HarnessError } from './harness-error.js';
import { fast } from './heap/index.js';
import { verifyOnReturn } from './heap/verify-on-return.js';
import { watch } from './heap/watch.js';
import { hexdump } from './hexdump.js';
import { givenImports } from './lint/given.js';
import { lint } from './lint/lint.js';
import { checkedMemory } from './lint/memory.js';
import { checkPreamble } from './preamble.js';
import { trace } from './trace/trace.js';

/** @typedef {import('./core/guest.js').Imports} Imports */
/** @typedef {import('./core/guest.js').ModuleBytes} ModuleBytes */
/** @typedef {import('./core/guest.js').Part} Part */
/** @typedef {import('./core/heap.js').CountedHeap} CountedHeap */
/** @typedef {import('./core/heap.js').Heap} Heap */

/**
 * @typedef {object} OwnOptions
 * @property {string} [name] what error texts call the module
 * @property {Record<string, Record<string, any> | undefined>} [imports] wins over what the parts offer, name by name
 * @property {readonly Part[]} [parts] more parts, after those of the package
 * @property {(memory: WebAssembly.Memory, options: any) => Heap} [heap] makes the heap behind `env.malloc`; `fast` when absent
 * @property {boolean} [verifyOnReturn] has the heap `check` look over all blocks whenever an export returns
 * @property {import('./core/surrogates.js').Surrogates} [surrogates] what becomes of half a surrogate pair in text; `lossy` when absent
 * @property {(line: string) => void} [onLine] gets each line of `env.send_line`; console.log when absent
 * @property {(panic: import('./core/panics.js').GuestPanic) => void} [onPanic] called before the panic is thrown
 * @property {boolean | import('./trace/trace.js').TraceOptions} [trace] record every call across the boundary, as `guest.trace`
 * @property {(warning: import('./lint/lint.js').Warning) => void} [onWarning] gets what the import lint suspects; console.warn when absent
 */

/** @typedef {OwnOptions & import('./heap/watch.js').HeapTrace & import('./core/heap.js').Limits & import('./heap/check.js').CheckOptions} Options */

/**
 * @typedef {object} Added what the parts of the full package add to a guest
 * @property {CountedHeap} heap behind `env.malloc`; open only if the guest exports `__heap_base`
 * @property {import('./core/text.js').GuestText} text
 * @property {import('./core/bytes.js').GuestBytes} bytes
 * @property {<R>(use: (scope: import('./core/scope.js').Scope) => R) => R} scope
 * @property {import('./core/handles.js').Handles} handles
 * @property {import('./trace/trace.js').Trace} trace there with the option `trace`
 * @property {(name: string, free: string) => ReturnType<typeof pointerClass>} pointerClass
 * @property {(ptr: number, lenBytes?: number) => string} hexdump
 * @property {(name: string) => Uint8Array<ArrayBuffer>[]} customSection every custom section of that name
 */

/**
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @typedef {import('./core/guest.js').CoreGuest<Exports> & Added} Guest
 */

/**
 * Compiles and instantiates a module with all parts, and with errors that say
 * what to do. Knows neither files nor addresses, so that it runs in any
 * JavaScript host.
 *
 * @param {ModuleBytes | WebAssembly.Module} source
 * @param {Options} options
 * @returns {Promise<Guest<any>>}
 */
export async function instantiateFull(source, options) {
  if (source instanceof WebAssembly.Module) return joinFull(source, undefined, options);
  const found = bytesOf(source, options);
  const module = await WebAssembly.compile(/** @type {BufferSource} */ (found)).catch((cause) => refuse(cause, options));
  return joinFull(module, found, options);
}

/**
 * The same, done when it returns.
 *
 * @param {ModuleBytes | WebAssembly.Module} source
 * @param {Options} options
 * @returns {Guest<any>}
 */
export function instantiateFullSync(source, options) {
  if (source instanceof WebAssembly.Module) return joinFull(source, undefined, options);
  const found = bytesOf(source, options);
  return joinFull(compile(found, options), found, options);
}

/**
 * The same from a module that was compiled elsewhere, while its bytes came in.
 *
 * @param {WebAssembly.Module} module
 * @param {Uint8Array | undefined} source
 * @param {Options} options
 * @returns {Guest<any>}
 */
export function joinFull(module, source, options) {
  // The host's heap is in the host's memory. A guest of WASI has its own of both.
  const heaps = importsMemory(module) ? [heap(options.heap ?? fast), watch, verifyOnReturn] : [];
  /** @type {Part[]} */
  const parts = [checkedMemory, calls, math, ...heaps, shortText, text, surrogates(options.surrogates), bytes, scope, handles, panics, lines, tools];
  const given = /** @type {Imports} */ (options.imports ?? {});
  try {
    return /** @type {Guest} */ (
      join(module, source, {
        ...options,
        imports: givenImports(module, given),
        parts: [...parts, ...(options.parts ?? []), lint(given), ...tracing(options)],
      })
    );
  } catch (cause) {
    return refuse(cause, options);
  }
}

/** The part that records calls, if it is wanted. @param {Options} options @returns {Part[]} */
const tracing = ({ trace: wanted }) => (wanted ? [trace(wanted === true ? {} : wanted)] : []);

/** @param {WebAssembly.Module} module */
const importsMemory = (module) => WebAssembly.Module.imports(module).some(({ kind }) => kind === 'memory');

/** The part that offers what the global object `Math` has. @type {Part} */
function math({ module }, imports) {
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === 'Math' && Object.hasOwn(Math, name)) (imports.Math ??= {})[name] ??= /** @type {any} */ (Math)[name];
  }
}

/** The part that looks into a guest. @type {Part} */
function tools(guest) {
  guest.pointerClass = (/** @type {string} */ name, /** @type {string} */ free) => pointerClass(guest, name, free);
  guest.hexdump = (/** @type {number} */ ptr, /** @type {number | undefined} */ lenBytes) =>
    hexdump(guest.memory, ptr, lenBytes);
  guest.customSection = (/** @type {string} */ name) =>
    WebAssembly.Module.customSections(guest.module, name).map((section) => new Uint8Array(section));

  // A guest that does not import the host's heap has one of its own, perhaps in
  // the very same memory.
  const imports = WebAssembly.Module.imports(guest.module);
  const onHostHeap = imports.some(({ module, name }) => module === 'env' && name === 'malloc');
  return () => {
    for (const name of ['alloc', 'dealloc']) {
      if (!onHostHeap) guest[name] = guest.exports[name];
      guest[name] ??= () => fail('ERR_NO_EXPORT', name);
    }
    // A heap that looks for overruns must know where a text ends.
    if (guest.heap?.leaks) guest.text.with = exactly(guest);
  };
}

/** @param {Options} options */
const nameOf = (options) => options.name ?? 'the module';

/**
 * @param {unknown} source
 * @param {Options} options
 */
function bytesOf(source, options) {
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
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {Options} options
 */
function compile(bytes, options) {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    return refuse(cause, options);
  }
}

/**
 * Throws on what the engine refused in words of the harness. What the guest or
 * the host's own functions threw, in a start function, passes unchanged.
 *
 * @param {unknown} cause
 * @param {Options} options
 * @returns {never}
 */
export function refuse(cause, options) {
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
