import { fail } from './error.js';
import { limits } from './limits.js';

/** @typedef {import('./guest.js').CoreGuest} CoreGuest */
/** @typedef {import('./guest.js').Imports} Imports */

/**
 * The part that makes the memory a module imports, with exactly the limits it
 * states: a smaller one would not link, a larger one would hide what the module
 * costs.
 *
 * @param {CoreGuest & { limits?: WebAssembly.MemoryDescriptor, u8?: Uint8Array, alloc?: any, dealloc?: any }} guest
 * @param {Imports} imports
 */
export function memory(guest, imports) {
  // Those were of the memory before a reset.
  guest.u8 = guest.alloc = guest.dealloc = undefined;
  for (const { module, name, kind } of WebAssembly.Module.imports(guest.module)) {
    if (kind === 'memory') {
      guest.memory = (imports[module] ??= {})[name] ??= new WebAssembly.Memory(
        (guest.limits ??= limits(new Uint8Array(guest.source ?? fail('ERR_NO_BYTES', module, name)))),
      );
    }
  }
}
