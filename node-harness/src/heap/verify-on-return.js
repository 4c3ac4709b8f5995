/**
 * The part that looks over the heap whenever an exported function returns, if
 * the option `verifyOnReturn` says so, so that a mistake is found in the call
 * that made it. It takes time for all that is live or in quarantine. It comes
 * after the part that wraps the exports.
 *
 * @param {import('../core/guest.js').CoreGuest & { heap: import('../core/heap.js').Heap }} guest
 * @param {unknown} _imports
 * @param {{ verifyOnReturn?: boolean }} options
 */
export function verifyOnReturn(guest, _imports, options) {
  if (!options.verifyOnReturn || !guest.heap.verify) return undefined;
  return () => {
    guest.exports = Object.fromEntries(
      Object.entries(guest.exports).map(([name, callee]) => [name, typeof callee === 'function' ? verified(name, callee) : callee]),
    );
  };

  /** @param {string} name @param {Function} callee */
  function verified(name, callee) {
    const call = (/** @type {unknown[]} */ ...args) => {
      const result = callee(...args);
      guest.heap.verify?.(`the return of ${name}`);
      return result;
    };
    return Object.defineProperty(call, 'length', { value: callee.length });
  }
}
