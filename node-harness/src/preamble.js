import { HarnessError } from './harness-error.js';

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const VERSION = [0x01, 0x00, 0x00, 0x00];

/** How many bytes come before the first section. */
export const PREAMBLE_LEN_BYTES = MAGIC.length + VERSION.length;

/**
 * Throws unless the bytes begin as a core WebAssembly module of version 1 does.
 * The engine checks this as well, but cannot tell what was given instead.
 *
 * @param {Uint8Array} bytes
 * @param {string} moduleName
 */
export function checkPreamble(bytes, moduleName) {
  if (!startsWith(bytes, MAGIC, 0)) {
    throw new HarnessError(
      'ERR_NOT_WASM',
      `${moduleName} is not a WebAssembly module: ${whatItIs(bytes)}`,
    );
  }
  if (!startsWith(bytes, VERSION, MAGIC.length)) {
    const found = spell(bytes.subarray(MAGIC.length, PREAMBLE_LEN_BYTES)) || 'nothing';
    throw new HarnessError(
      'ERR_NOT_WASM',
      `${moduleName} is not a core WebAssembly module of version 1: after the magic number comes ` +
        `${found} instead of ${spell(VERSION)}. A component (the output of a wasip2 target) must ` +
        'be built as a core module instead, for wasm32-unknown-unknown.',
    );
  }
}

/** @param {Uint8Array} bytes */
function whatItIs(bytes) {
  if (bytes.length === 0) return 'it is empty. Build it again.';
  const first = bytes.subarray(0, MAGIC.length);
  const text = String.fromCharCode(...bytes.subarray(0, 64)).trimStart();
  const found = `it begins with ${spell(first)} instead of ${spell(MAGIC)}`;
  if (text.startsWith('(module')) {
    return `${found}. It is WebAssembly text; assemble it first, with wat2wasm for example.`;
  }
  if (text.startsWith('<')) {
    return `${found}. It is a page of HTML or XML; check the address it was fetched from.`;
  }
  return `${found}. Give the .wasm file that cargo wrote.`;
}

/**
 * @param {Uint8Array} bytes
 * @param {number[]} expected
 * @param {number} at
 */
const startsWith = (bytes, expected, at) => expected.every((byte, i) => bytes[at + i] === byte);

/** @param {Iterable<number>} bytes */
const spell = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
