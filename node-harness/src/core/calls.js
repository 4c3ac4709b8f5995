import { fail } from './error.js';

/** @typedef {import('./guest.js').CoreGuest} CoreGuest */

/**
 * What the wrappers share: they outlive an instance, so that a function that
 * someone took from `guest.exports` calls the fresh one after a reset.
 *
 * @typedef {object} Calls
 * @property {any[]} callees what each wrapper calls now
 * @property {any[]} callers the wrappers
 * @property {(cause: any) => never} end
 */

/**
 * The part that wraps each exported function in one of the same arity. When a
 * call does not come back, by a trap, a panic or an import that throws, the
 * guest's state is whatever it was in the middle of it: further calls throw and
 * say why, until `guest.reset()`.
 *
 * @param {CoreGuest & { calls?: Calls }} guest
 */
export function calls(guest) {
  return () => {
    const names = Object.keys(guest.exports);
    const callees = Object.values(guest.exports);
    const shared = (guest.calls ??= /** @type {Calls} */ ({}));
    guest.trapped = undefined;
    shared.callees = callees;
    shared.callers ??= callees.map((callee, i) => (typeof callee === 'function' ? wrap(shared, i, callee.length) : callee));
    guest.exports = Object.fromEntries(names.map((name, i) => [name, shared.callers[i]]));
    shared.end = (cause) => {
      // An argument of the wrong type: JavaScript refuses it before the guest runs.
      const refused = cause instanceof TypeError && !/wasm-/.test(`${cause.stack}`);
      if (!guest.trapped && !refused) {
        guest.trapped = cause;
        shared.callees = names.map((name) => () => fail('ERR_TRAPPED', name, cause));
      }
      throw cause;
    };
  };
}

/**
 * @param {Calls} shared
 * @param {number} i
 * @param {number} arity
 */
function wrap(shared, i, arity) {
  const names = Array.from({ length: arity }, (_, at) => `a${at}`);
  try {
    // A function with its own source has its own feedback in the engine, which
    // then inlines the call; closures of one source share it, and take twice as
    // long once they call different functions.
    return new Function('s', `return(${names})=>{try{return s.callees[${i}](${names})}catch(e){s.end(e)}}`)(shared);
  } catch {
    // The page has a Content Security Policy without 'unsafe-eval'.
    return (/** @type {unknown[]} */ ...args) => {
      try {
        return shared.callees[i](...args);
      } catch (cause) {
        shared.end(cause);
      }
    };
  }
}
