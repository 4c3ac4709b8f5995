import { HarnessError } from './harness-error.js';
import { hex } from './hex.js';

/** @typedef {import('./module-imports.js').MemoryImport} MemoryImport */

export const PAGE_LEN_BYTES = 65536;

/**
 * Makes the memory that a module imports, with exactly the limits it states:
 * a smaller one would not link, a larger one would hide what the module costs.
 *
 * @param {MemoryImport} limits
 * @param {string} moduleName
 * @returns {WebAssembly.Memory}
 */
export function makeMemory(limits, moduleName) {
  const { module, name, initialPages, maximumPages, shared, is64 } = limits;
  if (is64) {
    throw new HarnessError(
      'ERR_MEMORY',
      `${moduleName} imports ${module}.${name} as a 64-bit memory, and this harness hands out 32-bit ` +
        'addresses. Build the guest for wasm32-unknown-unknown.',
    );
  }
  /** @type {WebAssembly.MemoryDescriptor} */
  const descriptor = { initial: initialPages };
  if (maximumPages !== undefined) descriptor.maximum = maximumPages;
  if (shared) descriptor.shared = true;
  try {
    return new WebAssembly.Memory(descriptor);
  } catch (cause) {
    throw new HarnessError(
      'ERR_MEMORY',
      `${moduleName} imports ${module}.${name} with ${initialPages} pages of 64 KiB, and the engine ` +
        `cannot make it: ${messageOf(cause)}. Link the guest with a smaller --initial-memory.`,
      { cause },
    );
  }
}

/**
 * The `lenBytes` bytes of guest memory from `ptr` on, as a view for use at once.
 *
 * `memory.grow` detaches the old ArrayBuffer, and a view on it then has length
 * 0. The guest may grow memory in any call, so no view outlives a call: ask for
 * a new one after each.
 *
 * @param {WebAssembly.Memory} memory
 * @param {number} ptr
 * @param {number} lenBytes
 * @param {string} what names the reader or writer in an error
 */
export function viewOf(memory, ptr, lenBytes, what) {
  const start = ptr >>> 0;
  const length = lenBytes >>> 0;
  const size = memory.buffer.byteLength;
  if (start + length > size) {
    throw new HarnessError(
      'ERR_OUT_OF_BOUNDS',
      `${what} at ${hex(start)} with length ${length} runs past the end of memory, which has ` +
        `${size} bytes (${hex(size)}). Check which pointer and length the guest handed out.`,
    );
  }
  return new Uint8Array(memory.buffer, start, length);
}

/** @param {unknown} thrown */
const messageOf = (thrown) => (thrown instanceof Error ? thrown.message : String(thrown));
