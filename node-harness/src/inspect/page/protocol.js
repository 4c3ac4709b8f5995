/**
 * What the page and the worker with the guest say to each other. The guest is in
 * a worker so that a call which does not end can be stopped, and so that the
 * page can show what the heap does while a call runs.
 */

/** One event of the heap in a batch: four numbers. */
export const EVENT = 4;
export const MALLOC = 0;
export const FREE = 1;
export const REALLOC = 2;
export const CALL = 3;

/**
 * Events in their order, four numbers each:
 *
 * - `MALLOC + 4 × site, ptr, size, 0`, where a ptr of 0 is a refusal;
 * - `FREE, ptr, 0, 0`;
 * - `REALLOC + 4 × site, newPtr, size, ptr`;
 * - `CALL, number, memory length in bytes, 0` at the end of each call.
 *
 * @typedef {Float64Array} Events
 */

/**
 * An argument of a call: a value, or what is written into the guest and stands
 * for two arguments, its place and its length: of a text in bytes, of others in
 * items.
 *
 * @typedef {{ value: unknown } | { text: string } | { bytes: Uint8Array, count: number }} Argument
 */

/**
 * How a guest is loaded: the allocator behind `env.malloc`, and whether imports
 * that nobody has are stood in for.
 *
 * @typedef {{ heap: 'fast' | 'bump' | 'check', standIns: boolean }} Setting
 */

/**
 * @typedef {{ do: 'load', bytes: Uint8Array, name: string, setting: Setting }
 *   | { do: 'call', name: string, args: Argument[], times: number }
 *   | { do: 'read', ptr: number, len: number }} Request
 */

/**
 * @typedef {object} Loaded
 * @property {number | undefined} heapBase
 * @property {boolean} hostHeap whether the guest takes its memory from the host
 * @property {boolean} texts whether there is a place for them: the host's heap, or the guest's `alloc`
 * @property {number} memoryBytes
 * @property {{ name: string, text: string }[]} globals
 */

/** @typedef {{ results: unknown[], ms: number, done: number }} Called `results` of the last of `done` calls */

/** What was thrown, in a form that crosses over to the page. @typedef {{ kind: 'panic' | 'trap' | 'harness' | 'other', code?: string, message: string, stacks: { title: string, frames: string[] }[], stopped: boolean, done: number }} Thrown */

/**
 * What has happened since the last batch: events, the stacks of sites that are
 * new in them, and what the guest said.
 *
 * @typedef {{ events: Events, sites: string[][], lines: string[], memoryBytes: number }} Batch
 */

/**
 * @typedef {{ id: number, result: unknown } | { id: number, thrown: Thrown }
 *   | Batch} Answer
 */
