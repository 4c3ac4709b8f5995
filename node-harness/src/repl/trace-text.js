import { callTree } from '../trace/call-tree.js';

/** @typedef {Pick<import('../trace/trace.js').Trace, 'calls' | 'dropped'>} Record */

/** How many calls were recorded so far. @param {Record} trace */
export const countOf = ({ calls, dropped }) => calls.length + dropped;

/**
 * The calls after the first `count`, as a tree.
 *
 * @param {Record} trace
 * @param {number} count
 */
export function callsSince({ calls, dropped }, count) {
  const first = Math.max(0, count - dropped);
  return callTree({ calls: calls.slice(first), dropped: Math.max(0, dropped - count) }, 0, { times: false }).trimEnd();
}
