import { NOTSUP, refuse } from './errno.js';

/** What `proc_exit` throws through the guest. */
export class WasiExit extends Error {
  /** @param {number} code */
  constructor(code) {
    super(`the guest has ended itself with exit code ${code}`);
    this.name = 'WasiExit';
    this.code = code;
  }
}

/** @param {import('./system.js').System} system */
export const processCalls = ({ memory, random }) => ({
  /** @param {number} code */
  proc_exit(code) {
    throw new WasiExit(code >>> 0);
  },
  proc_raise: () => refuse(NOTSUP),
  // There is nobody else to yield to.
  sched_yield() {},
  /**
   * @param {number} ptr
   * @param {number} len
   */
  random_get(ptr, len) {
    const room = memory.bytes(ptr, len);
    // Bytes that are shared are no place for `crypto`, and it gives so many at a time.
    const some = new Uint8Array(Math.min(room.length, 65536));
    for (let at = 0; at < room.length; at += some.length) {
      const part = some.subarray(0, room.length - at);
      random(part);
      room.set(part, at);
    }
  },
});
