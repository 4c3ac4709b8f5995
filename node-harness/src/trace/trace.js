import { knownImport } from '../module/contract.js';
import { callTree } from './call-tree.js';
import { chromeTrace } from './chrome-trace.js';
import { Recorder, kept } from './recorder.js';

/** @typedef {import('./recorder.js').Call} Call */

/**
 * @typedef {object} TraceOptions
 * @property {number} [limit] how many calls are kept, the last ones; 10,000 when absent
 * @property {Record<string, [ptr: number, len: number][]>} [texts] which arguments of an import, or of an export, are the
 *   pointer and the length of a text: `{ 'env.log': [[0, 1]], greet: [[0, 1]] }`
 * @property {() => number} [now] the clock, in milliseconds; `performance.now` when absent
 */

/**
 * What was recorded.
 *
 * @typedef {object} Trace
 * @property {Call[]} calls those that are kept, in the order in which they began
 * @property {number} dropped how many came before them
 * @property {(options?: import('./call-tree.js').TreeOptions) => string} text the calls as a tree, a line each
 * @property {() => string} chrome the contents of a file that chrome://tracing and ui.perfetto.dev load
 * @property {() => void} clear
 */

/**
 * The part that records every call across the boundary, both ways, with its
 * arguments, what it gave or threw, its times and how memory grew; `guest.trace`
 * has them. It comes after all other parts, for it wraps what they offer.
 *
 * @param {TraceOptions} [options]
 */
export function trace({ limit = 10_000, texts = {}, now = () => performance.now() } = {}) {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`trace: limit is ${limit}, and has to be a whole number of calls, at least 1.`);
  }
  const recorder = new Recorder(limit, now);
  const began = now();
  /** So that an export stays the same function after a reset. @type {WeakMap<Function, Function>} */
  const wrappers = new WeakMap();

  /**
   * @param {Call['side']} side
   * @param {string} name
   * @param {Function} callee
   * @param {import('../module/contract.js').KnownImport} [known]
   */
  function wrapped(side, name, callee, known) {
    if (Object.hasOwn(texts, name)) known = { params: [], ...known, texts: texts[name] };
    const wrapper = (/** @type {unknown[]} */ ...args) => {
      const call = recorder.enter(side, name, known, args);
      try {
        const result = callee(...args);
        call.result = Array.isArray(result) ? result.map(kept) : kept(result);
        return result;
      } catch (error) {
        call.error = error instanceof Error ? `${error.name}: ${error.message}` : String(kept(error));
        throw error;
      } finally {
        recorder.leave(call);
      }
    };
    return Object.defineProperties(wrapper, { name: { value: callee.name }, length: { value: callee.length } });
  }

  /** @type {Trace} */
  const record = {
    get calls() {
      return recorder.calls;
    },
    get dropped() {
      return recorder.dropped;
    },
    text: (options) => callTree(recorder, began, options),
    chrome: () => chromeTrace(recorder.calls, began, now()),
    clear: () => recorder.clear(),
  };

  /**
   * @param {any} guest
   * @param {Record<string, Record<string, any>>} imports
   */
  return (guest, imports) => {
    // New namespaces, since one may be `Math` itself, or frozen.
    const traced = Object.create(null);
    for (const { module, name, kind } of WebAssembly.Module.imports(guest.module)) {
      const callee = imports[module]?.[name];
      if (kind !== 'function' || typeof callee !== 'function') continue;
      const value = wrapped('import', `${module}.${name}`, callee, knownImport(module, name));
      Object.defineProperty((traced[module] ??= Object.create(imports[module])), name, { value, configurable: true });
    }
    Object.assign(imports, traced);
    recorder.watch(
      () => guest.memory,
      () => guest.heap?.stats?.().liveBytes,
    );
    guest.trace = record;
    return () => {
      guest.exports = Object.fromEntries(
        Object.entries(guest.exports).map(([name, value]) => {
          if (typeof value !== 'function') return [name, value];
          const wrapper = wrappers.get(value) ?? wrapped('export', name, value);
          wrappers.set(value, wrapper);
          return [name, wrapper];
        }),
      );
    };
  };
}
