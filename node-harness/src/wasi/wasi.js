import { fail } from '../core/error.js';
import { WasiExit } from './process.js';
import { System } from './system.js';

export { lines } from './lines.js';
export { Link } from './nodes.js';
export { WasiExit } from './process.js';

/** @typedef {import('./system.js').WasiOptions} WasiOptions */
/** @typedef {import('./nodes.js').Files} Files */

/**
 * What a guest has of WASI.
 *
 * @typedef {object} Wasi
 * @property {() => number} start runs a command to its end, once, and gives its exit code
 * @property {() => void} initialize readies a reactor, whose other exports can be called then
 * @property {number | undefined} exitCode once it has ended
 * @property {Record<string, Files>} files the granted folders as they are now; contents are bytes
 */

/**
 * The part that offers `wasi_snapshot_preview1` with files in memory: in a page,
 * in a worker, in any JavaScript host.
 *
 * @param {WasiOptions} [options]
 */
export const wasi =
  (options = {}) =>
  /**
   * @param {any} guest
   * @param {import('../core/guest.js').Imports} imports
   */
  (guest, imports) => {
    const system = new System(guest, options);
    const offered = (imports.wasi_snapshot_preview1 ??= {});
    for (const [name, call] of Object.entries(system.calls())) offered[name] ??= call;
    let started = false;

    guest.wasi = {
      exitCode: undefined,
      start() {
        const begin = guest.exports._start ?? fail('ERR_WASI_NO_START');
        if (started) fail('ERR_WASI_STARTED');
        started = true;
        try {
          begin();
          this.exitCode = 0;
        } catch (error) {
          if (!(error instanceof WasiExit)) throw error;
          this.exitCode = error.code;
        } finally {
          system.end();
        }
        return this.exitCode;
      },
      initialize: () => (guest.exports._initialize ?? fail('ERR_WASI_NO_INITIALIZE'))(),
      get files() {
        return system.files();
      },
    };
    return () => {
      const { memory } = guest.instance.exports;
      if (memory) {
        guest.memory = memory;
        guest.u8 = undefined; // was of the memory before a reset
      }
    };
  };
