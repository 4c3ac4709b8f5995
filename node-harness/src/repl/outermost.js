import { inspect } from 'node:util';

import { fail } from '../core/error.js';

/**
 * Wraps each export of a guest once more, for the prompt: a function has the
 * name and shows the signature of its export, and `around` is told of each call
 * that is not made within another one.
 */
export class OutermostCalls {
  #signatureOf;
  #around;
  #within = false;
  /** @type {Error | undefined} */
  #interruption;
  /** So that an export is the same function after a reset. @type {WeakMap<Function, Function>} */
  #wrappers = new WeakMap();

  /**
   * @param {(name: string) => string | undefined} signatureOf
   * @param {(name: string) => (() => void)} around called before; what it gives, after, also when the call throws
   */
  constructor(signatureOf, around) {
    this.#signatureOf = signatureOf;
    this.#around = around;
  }

  /** The part that does it. It comes last. @type {import('../core/guest.js').Part} */
  part = (guest) => {
    this.#within = false;
    this.#interruption = undefined;
    return () => {
      guest.exports = Object.fromEntries(
        Object.entries(guest.exports).map(([name, value]) => [
          name,
          typeof value === 'function' ? (this.#wrappers.get(value) ?? this.#wrap(name, value)) : value,
        ]),
      );
    };
  };

  /**
   * To be told when Ctrl-C ended what was running. JavaScript cannot catch that,
   * so nobody noticed that a call of the guest did not come back.
   *
   * @param {Error} error
   * @returns {boolean} whether a call of the guest was running
   */
  interrupt(error) {
    if (this.#within) this.#interruption = error;
    this.#within = false;
    return this.#interruption === error;
  }

  /**
   * @param {string} name
   * @param {Function} callee
   */
  #wrap(name, callee) {
    const wrapper = (/** @type {unknown[]} */ ...args) => {
      if (this.#interruption) fail('ERR_TRAPPED', name, this.#interruption);
      if (this.#within) return callee(...args);
      this.#within = true;
      const after = this.#around(name);
      try {
        return callee(...args);
      } finally {
        this.#within = false;
        after();
      }
    };
    this.#wrappers.set(callee, wrapper);
    return Object.defineProperties(wrapper, {
      name: { value: name },
      length: { value: callee.length },
      [inspect.custom]: { value: () => this.#signatureOf(name) ?? `${name}/${callee.length}` },
    });
  }
}
