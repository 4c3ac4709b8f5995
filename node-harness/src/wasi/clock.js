import { BADF, INVAL, refuse } from './errno.js';

/**
 * The two clocks, in nanoseconds: since 1970, and since some moment without ever
 * going back. `sleep` is called by `poll_oneoff`.
 *
 * @typedef {object} Clock
 * @property {() => bigint} realtime
 * @property {() => bigint} monotonic
 * @property {bigint} resolution
 * @property {(ns: bigint) => void} sleep
 */

const MILLISECOND_NS = 1_000_000;

/** @type {Clock} */
export const systemClock = {
  realtime: () => BigInt(Date.now()) * BigInt(MILLISECOND_NS),
  monotonic: () => BigInt(Math.round(performance.now() * MILLISECOND_NS)),
  resolution: BigInt(MILLISECOND_NS),
  sleep: (ns) => {
    const until = performance.now() + Number(ns) / MILLISECOND_NS;
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ns) / MILLISECOND_NS);
    } catch {
      // The main thread of a page must not wait, and a page may have no shared
      // memory: the processor is kept busy instead.
    }
    while (performance.now() < until);
  },
};

/**
 * What the clock `id` says. Those of the process and of the thread are not there.
 *
 * @param {Clock} clock
 * @param {number} id `clockid`
 */
export function timeOf(clock, id) {
  if (id === 0) return clock.realtime();
  return id === 1 ? clock.monotonic() : refuse(id === 2 || id === 3 ? BADF : INVAL);
}

/** @param {import('./system.js').System} system */
export const clockCalls = ({ memory, clock }) => ({
  /**
   * @param {number} id
   * @param {number} resolution
   */
  clock_res_get(id, resolution) {
    timeOf(clock, id);
    memory.setU64(resolution, clock.resolution);
  },
  /**
   * @param {number} id
   * @param {bigint} _precision
   * @param {number} time
   */
  clock_time_get(id, _precision, time) {
    memory.setU64(time, timeOf(clock, id));
  },
});
