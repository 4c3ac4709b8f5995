/**
 * The parts that ship: whatever is not imported costs nothing. Errors say their
 * code and details; the whole sentences are in the full package.
 */
export { bytes } from './bytes.js';
export { calls } from './calls.js';
export { fail } from './error.js';
export { handles } from './handles.js';
export { heap } from './heap.js';
export { instantiate, instantiateSync } from './instantiate.js';
export { join, load } from './join.js';
export { lines } from './lines.js';
export { memory } from './memory.js';
export { GuestPanic, panics } from './panics.js';
export { pointerClass } from './pointers.js';
export { scope } from './scope.js';
export { surrogates } from './surrogates.js';
export { shortText } from './short-text.js';
export { text } from './text.js';
export { bump } from '../heap/bump.js';
export { counted } from '../heap/counted.js';
export { fast } from '../heap/fast.js';
