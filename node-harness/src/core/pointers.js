import { fail } from './error.js';

// Engines without explicit resource management have no such symbol; compilers
// that lower `using` look for this one there.
const dispose = /** @type {typeof Symbol.dispose} */ (Symbol.dispose ?? Symbol.for('Symbol.dispose'));

/** An object of the guest in the hands of the host. @typedef {{ readonly ptr: number, free: () => void } & Disposable} GuestPointer */

/**
 * A class for objects of the guest that the host has the address of. Extend it
 * with methods that pass `this.ptr` to the guest.
 *
 * `free()` ends an object, and so does `using`; one that is forgotten is freed
 * when the garbage is collected, some time later or never.
 *
 * @param {import('./guest.js').CoreGuest} guest
 * @param {string} name what errors call it
 * @param {string} free the name of the export that frees one
 * @returns {{ new (ptr: number): GuestPointer }}
 */
export function pointerClass(guest, name, free) {
  /** @type {FinalizationRegistry<[ptr: number, instance: WebAssembly.Instance]>} */
  const forgotten = new FinalizationRegistry(([ptr, instance]) => {
    if (instance === guest.instance && !guest.trapped) guest.exports[free](ptr);
  });

  // Its own type lacks the symbol, which is not a constant here.
  return /** @type {any} */ (class {
    #ptr;
    #instance = guest.instance;

    /** @param {number} ptr as the guest gave it; 0 is none */
    constructor(ptr) {
      this.#ptr = ptr >>> 0 || fail('ERR_NULL_POINTER', name);
      forgotten.register(this, [this.#ptr, this.#instance], this);
    }

    /** The address, for as long as the object lives. */
    get ptr() {
      if (!this.#alive || this.#instance !== guest.instance) fail('ERR_STALE_POINTER', name, this.#ptr, !this.#alive);
      return this.#ptr;
    }

    #alive = true;

    /** Ends the object. */
    free() {
      const { ptr } = this;
      this.#alive = false;
      forgotten.unregister(this);
      guest.exports[free](ptr);
    }

    [dispose]() {
      if (this.#alive && this.#instance === guest.instance) this.free();
    }
  });
}
