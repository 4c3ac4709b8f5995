import { readTextLossy } from './text.js';

/**
 * A panic of the guest, told through `env.panic`. It is thrown out of the
 * exported function that was called. The guest's stack was not unwound: what it
 * held is leaked and its stack pointer stays where it was, so make a new
 * instance rather than call this one again.
 */
export class GuestPanic extends Error {
  /**
   * @param {string} guestMessage
   * @param {string} file a path as the compiler saw it; empty when unknown
   * @param {number} line counted from 1; 0 when unknown
   * @param {number} column counted from 1; 0 when unknown
   */
  constructor(guestMessage, file, line, column) {
    const place = file === '' ? '' : ` at ${file}:${line}:${column}`;
    super(`the guest panicked${place}: ${guestMessage || '(no message)'}`);
    this.name = 'GuestPanic';
    this.guestMessage = guestMessage;
    this.file = file;
    this.line = line;
    this.column = column;
  }
}

/**
 * The import `env.panic`. It throws at once, which leaves the guest's frames as
 * its `unreachable` would, but with the message.
 *
 * @param {WebAssembly.Memory} memory
 * @param {(panic: GuestPanic) => void} [onPanic]
 */
export function panicImport(memory, onPanic) {
  /**
   * @param {number} messagePtr
   * @param {number} messageLen
   * @param {number} filePtr
   * @param {number} fileLen
   * @param {number} line
   * @param {number} column
   * @returns {never}
   */
  return (messagePtr, messageLen, filePtr, fileLen, line, column) => {
    const panic = new GuestPanic(
      readTextLossy(memory, messagePtr, messageLen),
      readTextLossy(memory, filePtr, fileLen),
      line >>> 0,
      column >>> 0,
    );
    onPanic?.(panic);
    throw panic;
  };
}
