/** The part of the harness that runs in any JavaScript host, browsers included. */
export { HarnessError } from './harness-error.js';
export { hexdump } from './hexdump.js';
export { instantiateBytes, instantiateBytesSync } from './instantiate.js';
export { HostHeap } from './malloc.js';
export { readMemoryImports } from './module-imports.js';
export { GuestPanic } from './panic.js';

/** @typedef {import('./instantiate.js').Guest} Guest */
/** @typedef {import('./instantiate.js').Options} Options */
