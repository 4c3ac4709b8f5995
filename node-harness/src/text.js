import { HarnessError } from './harness-error.js';
import { hex } from './hex.js';
import { viewOf } from './memory.js';

/**
 * Where a text or some bytes lie in guest memory.
 *
 * @typedef {{ ptr: number, len: number }} Placed
 */

const encoder = new TextEncoder();
// A byte order mark is a character like any other: what the guest wrote is what
// the host reads.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * A copy of guest bytes. Decoders refuse views on a memory shared between
 * threads, and a view does not outlive the next call; a copy has neither problem.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} len
 */
export function readBytes(memory, ptr, len) {
  return viewOf(memory, ptr, len, 'reading bytes').slice();
}

/**
 * The UTF-8 text at `ptr`. Bytes that are not UTF-8 are an error, for silently
 * replaced characters hide a wrong pointer.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} len in bytes
 */
export function readText(memory, ptr, len) {
  const bytes = viewOf(memory, ptr, len, 'reading text').slice();
  try {
    return strict.decode(bytes);
  } catch (cause) {
    const at = firstInvalid(bytes);
    const found = at < bytes.length ? `byte ${hex(bytes[at])} at ${hex((ptr >>> 0) + at)}` : 'the end';
    throw new HarnessError(
      'ERR_NOT_UTF8',
      `the text at ${hex(ptr)} with length ${bytes.length} is not UTF-8: ${found} cannot stand there. ` +
        'Check the pointer and the length in bytes, and that they come from a str.',
      { cause },
    );
  }
}

/**
 * The text at `ptr` however broken it is: for panic messages, which must get
 * through.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} len in bytes
 */
export function readTextLossy(memory, ptr, len) {
  try {
    return lossy.decode(viewOf(memory, ptr, len, 'reading text').slice());
  } catch (error) {
    if (error instanceof HarnessError) return `<${error.message}>`;
    throw error;
  }
}

/**
 * The index of the first byte that no UTF-8 text has after the bytes before it;
 * the length when the text merely ends within a character.
 *
 * @param {Uint8Array} bytes
 */
function firstInvalid(bytes) {
  let valid = 0;
  let invalid = bytes.length + 1;
  while (invalid - valid > 1) {
    const middle = Math.floor((valid + invalid) / 2);
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  return valid;
}

/** Text and bytes to and from one guest, through its exports `alloc` and `dealloc`. */
export class GuestText {
  #memory;
  #exports;

  /**
   * @param {WebAssembly.Memory} memory
   * @param {WebAssembly.Exports} exports
   */
  constructor(memory, exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  /**
   * @param {number} ptr
   * @param {number} len in bytes
   */
  read(ptr, len) {
    return readText(this.#memory, ptr, len);
  }

  /**
   * @param {number} ptr
   * @param {number} len
   */
  readBytes(ptr, len) {
    return readBytes(this.#memory, ptr, len);
  }

  /**
   * Writes `text` as UTF-8 into a block from the guest's `alloc`. A lone
   * surrogate becomes U+FFFD. Give the block back with `release`, unless the
   * guest takes it over.
   *
   * @param {string} text
   * @returns {Placed}
   */
  write(text) {
    // The block must be asked for, and later be given back, with its exact
    // length, so the length has to be known before there is a place to encode
    // into; `encodeInto` would need a first pass over the text only to count.
    return this.writeBytes(encoder.encode(text));
  }

  /**
   * @param {Uint8Array} bytes
   * @returns {Placed}
   */
  writeBytes(bytes) {
    const len = bytes.length;
    const ptr = Number(this.#call('alloc', 'alloc(len) -> ptr', len)) >>> 0;
    if (ptr === 0 && len > 0) {
      throw new HarnessError(
        'ERR_GUEST_OUT_OF_MEMORY',
        `the guest's alloc(${len}) returned 0: it is out of memory. Release blocks that are no longer ` +
          'needed, or link the guest with a larger --max-memory.',
      );
    }
    // The view comes after `alloc`, which may have grown memory.
    viewOf(this.#memory, ptr, len, "writing into the guest's alloc block").set(bytes);
    return { ptr, len };
  }

  /**
   * Gives a block back to the guest's `dealloc`.
   *
   * @param {Placed} placed
   */
  release({ ptr, len }) {
    this.#call('dealloc', 'dealloc(ptr, len)', ptr, len);
  }

  /**
   * @param {string} name
   * @param {string} signature
   * @param {...number} args
   */
  #call(name, signature, ...args) {
    const callee = this.#exports[name];
    if (typeof callee !== 'function') {
      throw new HarnessError(
        'ERR_NO_EXPORT',
        `the guest exports no function \`${name}\`, which the host needs to place text or bytes in its ` +
          `memory. Export ${signature} from it: #[unsafe(no_mangle)] extern "C" fn ${name}.`,
      );
    }
    return callee(...args);
  }
}
