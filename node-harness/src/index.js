/** What the package has for every host; how a guest is loaded depends on the host. */
export { fail } from './core/error.js';
export { join, load } from './core/join.js';
export { calls } from './core/calls.js';
export { bytes } from './core/bytes.js';
export { handles } from './core/handles.js';
export { heap } from './core/heap.js';
export { lines } from './core/lines.js';
export { memory } from './core/memory.js';
export { GuestPanic, panics } from './core/panics.js';
export { pointerClass } from './core/pointers.js';
export { scope } from './core/scope.js';
export { surrogates } from './core/surrogates.js';
export { shortText } from './core/short-text.js';
export { text } from './core/text.js';
export { HarnessError } from './harness-error.js';
export { bump, check, counted, fast } from './heap/index.js';
export { hexdump } from './hexdump.js';
export { readMemoryImports } from './module-imports.js';
export { signatures } from './module/signatures.js';
export { trace } from './trace/trace.js';

/**
 * @template [Exports=Record<string, any>]
 * @typedef {import('./full.js').Guest<Exports>} Guest
 */
/** @typedef {import('./full.js').Options} Options */
/** @typedef {import('./core/guest.js').Part} Part */
/** @typedef {import('./core/heap.js').Heap} Heap */
