import { fail } from './error.js';

/** @typedef {import('./guest.js').CoreGuest} CoreGuest */
/** @typedef {Record<string, any>} Exports */

/**
 * The part that wraps each exported function in one of the same arity. When a
 * call does not come back, by a trap, a panic or an import that throws, the
 * guest's state is whatever it was in the middle of it: further calls throw and
 * say why, until `guest.reset()`.
 *
 * The wrappers outlive an instance, so that a function that someone took from
 * `guest.exports` calls the fresh one after a reset.
 *
 * @param {CoreGuest} added
 */
export function calls(added) {
  const guest = /** @type {CoreGuest & { callers?: Exports, callees?: Exports }} */ (added);
  return () => {
    const { exports } = guest;
    // No names but those of exports, one of which may be `constructor`.
    const callers = (guest.callers ??= /** @type {any} */ ({ __proto__: null }));
    guest.trapped = undefined;
    guest.callees = { ...exports };
    guest.exports = { ...exports };
    for (const name in exports) {
      if (exports[name].call) guest.exports[name] = callers[name] ??= wrap(guest, name, exports[name].length);
    }
  };
}

/**
 * @param {CoreGuest & { callees?: any }} guest
 * @param {string} name
 * @param {number} arity
 */
function wrap(guest, name, arity) {
  const args = Array.from({ length: arity }, (_, i) => `$${i}`);
  /** @param {any} cause */
  const end = (cause) => {
    // An argument of the wrong type is refused before the guest runs, whose
    // functions are then not on the stack. In Bun these are `unknown`.
    if (!(cause instanceof TypeError) || /wasm-|at unknown/.test(/** @type {string} */ (cause.stack))) {
      guest.trapped ??= cause ?? Error();
      guest.callees = new Proxy({}, { get: (_, callee) => fail('ERR_TRAPPED', callee, guest.trapped) });
    }
    throw cause;
  };
  try {
    // A function with its own source has its own feedback in the engine, which
    // then inlines the call; closures of one source share it, and take several
    // times as long once they call different functions.
    const callee = `g.callees[${JSON.stringify(name)}](${args})`;
    return Function('g', 'end', `return(${args})=>{try{return ${callee}}catch(e){end(e)}}`)(guest, end);
  } catch {
    // The page has a Content Security Policy without 'unsafe-eval'.
    const call = (/** @type {unknown[]} */ ...args) => {
      try {
        return guest.callees[name](...args);
      } catch (e) {
        end(e);
      }
    };
    return Object.defineProperty(call, 'length', { value: arity });
  }
}
