/** What there is to try: a module each, named as its file, what to call in it, and what only a host that has the feature returns. */
import { inTwoThreads } from './threads.js';

/**
 * `call` is for every host; `check` for those with JavaScript, given the compiled module.
 *
 * @typedef {{ name: string, call?: [string, ...(number | bigint)[]], result?: string,
 *   check?: (module: WebAssembly.Module) => unknown }} Feature
 */

/** @type {Feature[]} */
export const FEATURES = [
  { name: 'multi-value', call: ['clock', 7384], result: '2 3 4' },
  { name: 'reference-types', call: ['empty', 3], result: '3', check: keepsObjects },
  { name: 'simd', call: ['dot', 0, 16], result: '120' },
  { name: 'tail-calls', call: ['sum', 10_000_000n, 0n], result: '50000005000000' },
  { name: 'exceptions', call: ['step', 7], result: '22', check: throwsToHost },
  { name: 'js-exceptions', check: catchesFromHost },
  { name: 'legacy-exceptions', call: ['step', 7], result: '22', check: throwsToHost },
  { name: 'memory64', call: ['beyond', 42], result: '42' },
  { name: 'multi-memory', call: ['move', 5], result: '42' },
  { name: 'atomics', call: ['count', 1000], result: '1000' },
  { name: 'shared-memory', call: ['wait', 1000n], result: '2' },
  { name: 'threads', check: async (module) => (await inTwoThreads(module, ['locked', 100_000])) === 200_000 },
];

/**
 * What comes of one: `yes`, `wrong`, or the name of the error.
 *
 * @param {Feature} feature
 * @param {Uint8Array} bytes its module
 */
export async function attempt({ call, result, check }, bytes) {
  try {
    const module = await WebAssembly.compile(bytes);
    if (call !== undefined) {
      const [name, ...args] = call;
      const { exports } = await WebAssembly.instantiate(module);
      if ([exports[name](...args)].flat().join(' ') !== result) return 'wrong';
    }
    return check === undefined || (await check(module)) ? 'yes' : 'wrong';
  } catch (error) {
    return error.name;
  }
}

/** @param {WebAssembly.Module} module */
function keepsObjects(module) {
  const { keep, get, forget } = new WebAssembly.Instance(module).exports;
  const [object, other] = [{}, Symbol('other')];
  const [place, next] = [keep(object), keep(other)];
  forget(next);
  return get(place) === object && get(next) === null;
}

/** @param {WebAssembly.Module} module */
function throwsToHost(module) {
  const { half, odd } = new WebAssembly.Instance(module).exports;
  try {
    half(7);
  } catch (error) {
    return error.is(odd) && error.getArg(odd, 0) === 7 && half(8) === 4;
  }
}

/** @param {WebAssembly.Module} module */
function catchesFromHost(module) {
  const thrown = new Error('of the host');
  const risk = () => {
    throw thrown;
  };
  return new WebAssembly.Instance(module, { js: { error: WebAssembly.JSTag }, host: { risk } }).exports.attempt() === thrown;
}
