import { part } from './view.js';

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

/**
 * The part that throws a panic as a `GuestPanic`, which leaves the guest's
 * frames as its `unreachable` would, but with the message.
 *
 * @param {import('./guest.js').CoreGuest} guest
 * @param {import('./guest.js').Imports} imports
 * @param {{ onPanic?: (panic: GuestPanic) => void }} options
 */
export function panics(guest, { env }, { onPanic }) {
  /** However broken it is, as a panic must get through. @type {(ptr: number, len: number) => string} */
  const read = (ptr, len) => {
    try {
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(part(guest, ptr, len, 'reading text'));
    } catch (error) {
      return `<${/** @type {Error} */ (error).message}>`;
    }
  };

  /** @type {(messagePtr: number, messageLen: number, filePtr: number, fileLen: number, line: number, column: number) => never} */
  const panic = (messagePtr, messageLen, filePtr, fileLen, line, column) => {
    const panic = new GuestPanic(read(messagePtr, messageLen), read(filePtr, fileLen), line >>> 0, column >>> 0);
    onPanic?.(panic);
    throw panic;
  };
  env.panic ??= panic;
}
