import { HarnessError } from './error.js';
import { view } from './view.js';

/**
 * A panic of the guest, told through `env.panic`. It is thrown out of the
 * exported function that was called. The guest's stack was not unwound: what it
 * held is leaked and its stack pointer stays where it was, so the guest cannot
 * be called again before a reset.
 */
export class GuestPanic extends Error {
  /**
   * @param {string} guestMessage
   * @param {string} file a path as the compiler saw it; empty when unknown
   * @param {number} line counted from 1; 0 when unknown
   * @param {number} column counted from 1; 0 when unknown
   */
  constructor(guestMessage, file, line, column) {
    super(`the guest panicked${file && ` at ${file}:${line}:${column}`}: ${guestMessage || '(no message)'}`);
    this.name = 'GuestPanic';
    this.guestMessage = guestMessage;
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The part that throws a panic as a `GuestPanic`, which leaves the guest's
 * frames as its `unreachable` would, but with the message.
 *
 * @param {any} guest
 * @param {import('./guest.js').Imports} imports
 * @param {{ onPanic?: (panic: GuestPanic) => void }} options
 */
export function panics(guest, { env }, { onPanic }) {
  env.panic ??= (/** @type {number} */ message, /** @type {number} */ len, /** @type {number} */ file, /** @type {number} */ fileLen, /** @type {number} */ line, /** @type {number} */ column) => {
    const panic = new GuestPanic(read(guest, message, len), read(guest, file, fileLen), line >>> 0, column >>> 0);
    onPanic?.(panic);
    throw panic;
  };
}

/**
 * Text however broken it is, for a panic must get through.
 *
 * @param {any} guest
 * @param {number} ptr
 * @param {number} len in bytes
 */
function read(guest, ptr, len) {
  try {
    const start = ptr >>> 0;
    return lossy.decode(view(guest, ptr, len, 'reading text').slice(start, start + (len >>> 0)));
  } catch (error) {
    if (error instanceof HarnessError) return `<${error.message}>`;
    throw error;
  }
}
