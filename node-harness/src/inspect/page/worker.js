/** The guest's side of the page: a worker with one guest in it. */

import { instantiate } from '../../browser.js';
import { GuestPanic } from '../../core/panics.js';
import { HarnessError } from '../../harness-error.js';
import { bump, check, fast } from '../../heap/index.js';
import { readNames } from '../../module/names.js';
import { readSections } from '../../module/sections.js';
import { signatures } from '../../module/signatures.js';
import { differenceOf, filledRanges } from './filled.js';
import { CALL, EVENT, FREE, MALLOC, REALLOC } from './protocol.js';
import { guestFrames } from '../../stack/guest-frames.js';
import { standInsFor } from './stand-ins.js';

/** @typedef {import('../../full.js').Guest} Guest */
/** @typedef {import('./protocol.js').Request} Request */
/** @typedef {import('./protocol.js').Answer} Answer */

/** A batch goes to the page when it is so long, or so old while a call runs. */
const BATCH = 4096;
const BATCH_MS = 40;

/** Of so many allocations of one call the stack is taken; that takes microseconds each. */
const STACKS = 20_000;
const NOT_TAKEN = '(stack not taken)';

Error.stackTraceLimit = 64;

const HEAPS = { fast, bump, check };

/** @type {Guest | undefined} */
let guest;
/** @type {import('../../stack/guest-frames.js').NameOf} */
let nameOf = () => undefined;
/** What is called, which is the root of each stack. */
let doing = '';
let stacksLeft = STACKS;
let calls = 0;
let hostHeap = true;
/** What was not zero at the last look, if the guest has an allocator of its own. @type {import('./ranges.js').Range[]} */
let filled = [];

const events = new Float64Array(BATCH * EVENT);
let length = 0;
let sentAt = 0;
/** Stacks that the page does not know yet. @type {string[][]} */
let newSites = [];
/** What the guest has said since. @type {string[]} */
let lines = [];
/** @type {Map<string, number>} */
const siteNumbers = new Map();
/** The same stack as text of the engine is the same site. @type {Map<string, number>} */
const sitesByText = new Map();

/** @param {Answer} answer */
const post = (answer) => postMessage(answer);

/**
 * @param {number} kind
 * @param {number} a
 * @param {number} b
 * @param {number} c
 */
function note(kind, a, b, c) {
  events[length++] = kind;
  events[length++] = a;
  events[length++] = b;
  events[length++] = c;
  flushIfDue();
}

function flushIfDue() {
  const full = length === events.length || lines.length === BATCH;
  if (full || performance.now() - sentAt > BATCH_MS) flush();
}

function flush() {
  post({ events: events.slice(0, length), sites: newSites, lines, memoryBytes: guest?.memory.buffer.byteLength ?? 0 });
  length = 0;
  newSites = [];
  lines = [];
  sentAt = performance.now();
}

/** The number of the place that the guest allocates from. */
function site() {
  if (stacksLeft === 0) return numberOf([doing, NOT_TAKEN]);
  stacksLeft -= 1;
  const { stack } = new Error();
  const text = doing + stack;
  let number = sitesByText.get(text);
  if (number === undefined) {
    const frames = guestFrames(stack, nameOf);
    // Most calls begin with the function of that name.
    number = numberOf(frames[0] === doing ? frames : [doing, ...frames]);
    sitesByText.set(text, number);
  }
  return number;
}

/** @param {string[]} frames */
function numberOf(frames) {
  const key = frames.join('\n');
  let number = siteNumbers.get(key);
  if (number === undefined) {
    number = siteNumbers.size;
    siteNumbers.set(key, number);
    newSites.push(frames);
  }
  return number;
}

/** @param {string} line */
function onLine(line) {
  lines.push(line);
  flushIfDue();
}

/** The part that notes every call of the heap. @type {import('../../core/guest.js').Part} */
function noted(_, { env }) {
  const { malloc, aligned_alloc: alignedAlloc, free, realloc } = env;
  /** @type {(size: number, ptr: number) => number} */
  const made = (size, ptr) => {
    note(MALLOC + 4 * site(), ptr >>> 0, size >>> 0, 0);
    return ptr;
  };
  env.malloc = (/** @type {number} */ size) => made(size, malloc(size));
  env.aligned_alloc = (/** @type {number} */ align, /** @type {number} */ size) => made(size, alignedAlloc(align, size));
  env.free = (/** @type {number} */ ptr, /** @type {number | undefined} */ size) => {
    free(ptr, size);
    if (ptr !== 0) note(FREE, ptr >>> 0, 0, 0);
  };
  env.realloc = (/** @type {number} */ ptr, /** @type {number} */ size) => {
    const newPtr = realloc(ptr, size);
    note(REALLOC + 4 * site(), newPtr >>> 0, size >>> 0, ptr >>> 0);
    return newPtr;
  };
}

/** @type {{ [K in Request['do']]: (request: Extract<Request, { do: K }>) => unknown }} */
const answers = {
  async load({ bytes, name, setting }) {
    doing = 'start';
    guest = undefined;
    nameOf = () => undefined;
    const named = readNames(readSections(bytes, name)).functions;
    nameOf = (index) => named.get(index);
    const imports = setting.standIns ? standInsFor(signatures(bytes, name).imports, onLine) : {};
    guest = await instantiate(bytes, { name, imports, onLine, parts: [noted], heap: HEAPS[setting.heap], verifyOnReturn: true });
    const { exports } = guest.instance;
    for (const [exported, value] of Object.entries(exports)) {
      // The name of an exported function, as JavaScript has it, is its index.
      if (typeof value === 'function' && !named.has(Number(value.name))) named.set(Number(value.name), exported);
    }
    hostHeap = WebAssembly.Module.imports(guest.module).some(({ module, name }) => module === 'env' && /^(malloc|aligned_alloc)$/.test(name));
    doing = '(from the start)';
    lookAround();
    note(CALL, calls, guest.memory.buffer.byteLength, 0);
    flush();
    const places = /** @type {{ alloc?: unknown }} */ (/** @type {unknown} */ (guest));
    /** @type {import('./protocol.js').Loaded} */
    const loaded = {
      heapBase: heapBase(),
      hostHeap,
      texts: places.alloc !== undefined,
      memoryBytes: guest.memory.buffer.byteLength,
      globals: Object.entries(exports).flatMap(([exported, value]) =>
        value instanceof WebAssembly.Global ? [{ name: exported, text: globalText(value) }] : [],
      ),
    };
    return loaded;
  },

  call({ name, args, times }) {
    const { exports, text, bytes, dealloc } = /** @type {Guest & { dealloc?: unknown }} */ (loadedGuest());
    const started = performance.now();
    stacksLeft = STACKS;
    let done = 0;
    /** @type {unknown} */
    let result;
    try {
      for (; done < times; done++) {
        /** @type {{ ptr: number, len: number }[]} */
        const placed = [];
        doing = `texts of ${name}`;
        const values = args.flatMap((arg) => {
          if ('value' in arg) return [arg.value];
          const place = 'text' in arg ? text.write(arg.text) : bytes.write(arg.bytes);
          placed.push(place);
          return [place.ptr, 'text' in arg ? place.len : arg.count];
        });
        doing = name;
        result = exports[name](...values);
        doing = `texts of ${name}`;
        for (const each of placed) if (dealloc !== undefined) text.release(each);
        doing = name;
        endCall(done + 1 === times);
      }
    } catch (error) {
      doing = name;
      endCall(true);
      throw Object.assign(thrown(error), { done });
    }
    flush();
    const results = result === undefined ? [] : Array.isArray(result) ? result : [result];
    return { results: results.map(crossable), ms: performance.now() - started, done };
  },

  read({ ptr, len }) {
    const { memory } = loadedGuest();
    const end = Math.min(ptr + len, memory.buffer.byteLength);
    return ptr < end ? new Uint8Array(memory.buffer, ptr, end - ptr).slice() : new Uint8Array();
  },
};

/** @param {boolean} isLast of those that were asked for */
function endCall(isLast) {
  if (isLast) lookAround();
  calls += 1;
  note(CALL, calls, guest?.memory.buffer.byteLength ?? 0, 0);
}

/** Tells what memory a guest with an allocator of its own has filled, as if it were blocks. */
function lookAround() {
  if (hostHeap || guest === undefined) return;
  const now = filledRanges(guest.memory.buffer, heapBase() ?? 0);
  const { gone, come } = differenceOf(filled, now);
  for (const { start } of gone) note(FREE, start, 0, 0);
  const number = numberOf([doing]);
  for (const { start, end } of come) note(MALLOC + 4 * number, start, end - start, 0);
  filled = now;
}

function heapBase() {
  const base = guest?.instance.exports.__heap_base;
  return base instanceof WebAssembly.Global ? Number(base.value) >>> 0 : undefined;
}

function loadedGuest() {
  if (guest === undefined) throw new Error('no module is loaded');
  return guest;
}

/** @param {WebAssembly.Global} global */
function globalText(global) {
  try {
    return String(global.value);
  } catch {
    return 'a value that JavaScript cannot hold';
  }
}

/**
 * A result that can be sent to the page: references cannot.
 *
 * @param {unknown} value
 */
function crossable(value) {
  return typeof value === 'function' || typeof value === 'symbol' || (typeof value === 'object' && value !== null)
    ? Object.prototype.toString.call(value)
    : value;
}

/**
 * @param {unknown} error
 * @returns {import('./protocol.js').Thrown}
 */
function thrown(error) {
  const { message, stack, allocated, freed } = /** @type {Error & { allocated?: string, freed?: string }} */ (error instanceof Error ? error : new Error(String(error)));
  const stacks = [
    { title: 'The stack of the guest', frames: guestFrames(stack?.replace(message, ''), nameOf) },
    // What the checking heap knows of the block; in its message each begins a line.
    { title: 'What allocated it', frames: guestFrames(allocated, nameOf) },
    { title: 'What freed it', frames: guestFrames(freed, nameOf) },
  ].filter(({ frames }) => frames.length > 0);
  const stopped = guest?.trapped !== undefined;
  const ends = { message: allocated === undefined ? message : message.split('\n')[0], stacks, stopped, done: 0 };
  if (error instanceof GuestPanic) return { kind: 'panic', ...ends };
  if (error instanceof HarnessError) return { kind: 'harness', code: error.code, ...ends };
  // Deep recursion is a RangeError in V8 and an InternalError elsewhere.
  return { kind: error instanceof WebAssembly.RuntimeError || stacks.length > 0 ? 'trap' : 'other', ...ends };
}

/** @param {MessageEvent<{ id: number, request: Request }>} event */
self.onmessage = async ({ data: { id, request } }) => {
  try {
    const answer = /** @type {(request: Request) => unknown} */ (answers[request.do]);
    post({ id, result: await answer(request) });
  } catch (error) {
    flush();
    const isThrown = typeof error === 'object' && error !== null && 'kind' in error;
    post({ id, thrown: isThrown ? /** @type {import('./protocol.js').Thrown} */ (error) : thrown(error) });
  }
};
