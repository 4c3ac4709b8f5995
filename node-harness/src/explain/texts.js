import { hex } from '../hex.js';
import { HEAP_TEXTS } from './heap-texts.js';

/**
 * The whole text of each error of the core, from its details.
 *
 * @type {Record<string, (...details: any[]) => string>}
 */
export const TEXTS = {
  ERR_NO_BYTES: (module, name) =>
    `the module was given compiled, and its import ${module}.${name} states limits that only its bytes show. ` +
    `Give the bytes, or the memory: imports: { ${module}: { ${name}: new WebAssembly.Memory(…) } }.`,

  ERR_TRAPPED: (name, cause) =>
    `\`${name}\` cannot be called: an earlier call did not come back, and the guest is as it was in the middle of it ` +
    `(${reasonOf(cause)}). Call guest.reset() for a fresh instance.`,

  ERR_OUT_OF_BOUNDS: (what, ptr, len, size) =>
    `${what} at ${hex(ptr)} with length ${len >>> 0} runs past the end of memory, which has ${size} bytes ` +
    `(${hex(size)}). Check which pointer and length the guest handed out.`,

  ERR_UNALIGNED: (ptr, kind, size) =>
    `there can be no ${kind} at ${hex(ptr)}: its numbers take ${size} bytes each, and the address is no multiple of ` +
    'that. Allocate it with that alignment, or copy the bytes first: guest.bytes.read(ptr, len).',

  ERR_NOT_UTF8: (ptr, bytes) => {
    const at = firstInvalid(bytes);
    const found = at < bytes.length ? `byte ${hex(bytes[at])} at ${hex((ptr >>> 0) + at)}` : 'the end';
    return (
      `the text at ${hex(ptr)} with length ${bytes.length} is not UTF-8: ${found} cannot stand there. ` +
      'Check the pointer and the length in bytes, and that they come from a str.'
    );
  },

  ERR_LONE_SURROGATE: (at, code) =>
    `the text has half a surrogate pair (${hex(code)}) at index ${at}, which UTF-8 cannot hold. Give whole characters, or ` +
    'instantiate with surrogates: "lossy" (it becomes U+FFFD) or "wtf8" (the guest gets it as three bytes).',

  ERR_NO_EXPORT: (name) => {
    const signature = name === 'alloc' ? 'alloc(len) -> ptr' : 'dealloc(ptr, len)';
    return (
      `the guest exports no function \`${name}\`, which the host needs to place text or bytes in its memory. ` +
      `Export ${signature} from it: #[unsafe(no_mangle)] extern "C" fn ${name}.`
    );
  },

  ERR_GUEST_OUT_OF_MEMORY: (len) =>
    `the guest's alloc(${len}) returned 0: it is out of memory. Release blocks that are no longer needed, or ` +
    'link the guest with a larger --max-memory.',

  ...HEAP_TEXTS,

  ERR_STALE_HANDLE: (handle, current) =>
    `the guest passed handle ${hex(handle)}, which is none that it holds now: ` +
    (current === undefined
      ? 'it was dropped, or never given out. '
      : `it was dropped, and its place was given away again, as ${hex(current)}. `) +
    'Use a handle before it is dropped, and drop it once.',

  ERR_HANDLES_FULL: (most) =>
    `the guest holds ${most} objects of the host, and there can be no more. Drop those that are no longer needed.`,

  ERR_NULL_POINTER: (name) =>
    `the guest gave 0 for a ${name}: it is out of memory, or there is none. Check for 0 before making the object.`,

  ERR_STALE_POINTER: (name, ptr, freed) =>
    freed
      ? `the ${name} at ${hex(ptr)} was freed already. Use an object before its free(), and free it once.`
      : `the ${name} at ${hex(ptr)} was made before guest.reset(), which ended it. Make a new one.`,

  ERR_WASI_NO_MEMORY: () =>
    'the guest called WASI before its memory was there: it exports none named `memory`, or its start function called. ' +
    'Export the memory (rustc and clang do so for WASI), and call in `_start`.',

  ERR_WASI_NO_START: () =>
    'the guest exports no function `_start`, so it is no command. If it exports `_initialize`, call ' +
    'guest.wasi.initialize(), and then what else it exports.',

  ERR_WASI_NO_INITIALIZE: () =>
    'the guest exports no function `_initialize`. If it exports `_start`, it is a command: call guest.wasi.start().',

  ERR_WASI_STARTED: () =>
    'the guest has been started already, and a command runs once. Call guest.reset() for a fresh instance, which ' +
    'begins with the files of its options.',

  ERR_WASI_STRING: (what, text) =>
    `${what} is ${JSON.stringify(text)}, and a zero byte ends a string of WASI: the guest would not see what is behind ` +
    'it. Leave the zero byte out.',

  ERR_WASI_NAME: (path) =>
    `${JSON.stringify(path)} cannot be a file: no name is empty, \`.\` or \`..\`, or has a slash or a zero byte in it. ` +
    'Give a folder as an object within the object: { folder: { file: contents } }.',

  ERR_WASI_CONTENTS: (path, found) =>
    `${JSON.stringify(path)} cannot be a file: its contents are ${found}. Give its text, its bytes as a Uint8Array, ` +
    'an object for a folder, or a Link.',

  ERR_WASI_READ_ONLY: (name) =>
    `readOnly names ${JSON.stringify(name)}, which is none of the folders in files. Give one of their names.`,
};

/** @param {any} cause */
const reasonOf = (cause) => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));

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
