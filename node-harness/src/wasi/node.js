import { WASI } from 'node:wasi';

/** What `new WASI()` of `node:wasi` takes. @typedef {Omit<import('node:wasi').WASIOptions, 'version' | 'returnOnExit'>} NodeWasiOptions */

/**
 * The part that offers `wasi_snapshot_preview1` with Node's own implementation:
 * over files of the system, in `preopens`, and the streams of the process.
 *
 * It is no sandbox, as Node's documentation says: a guest that nobody trusts can
 * get out of its folders. Give such a one to `wasmtime-runner`, or the part `wasi`,
 * where there is nothing but memory.
 *
 * @param {NodeWasiOptions} [options]
 */
export const nodeWasi =
  (options = {}) =>
  /**
   * @param {any} guest
   * @param {import('../core/guest.js').Imports} imports
   */
  (guest, imports) => {
    const system = new WASI({ version: 'preview1', ...options, returnOnExit: true });
    const offered = (imports.wasi_snapshot_preview1 ??= {});
    for (const [name, call] of Object.entries(system.wasiImport)) offered[name] ??= call;
    guest.wasi = {
      start: () => (guest.wasi.exitCode = system.start(guest.instance)),
      initialize: () => system.initialize(guest.instance),
      exitCode: undefined,
    };
    return () => void (guest.memory = guest.instance.exports.memory);
  };
