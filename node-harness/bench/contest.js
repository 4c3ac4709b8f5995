import process from 'node:process';

/** How long one turn of one side takes at least, in µs. */
const TURN_MICROS = 1000;

/**
 * What a side does, once: it gets one of the arguments, and what it gives is
 * looked at by nobody.
 *
 * @typedef {(argument: any) => unknown} Side
 */

/**
 * The times of one side, in ns a call, one for each round.
 *
 * @typedef {number[]} Times
 */

/**
 * Lets sides do the same work in turns, so that whatever else the machine does
 * meets all of them. Each round begins with another side. Measured is the time
 * of the processor, which on an idle machine is the time that passes; on a busy
 * one, that in which others had the processor does not count.
 *
 * @template {string} Name
 * @param {Record<Name, Side>} sides
 * @param {unknown[]} args at most 8, taken in turn
 * @param {number} rounds
 * @returns {Record<Name, Times>}
 */
export function contest(sides, args, rounds) {
  const eight = Array.from({ length: 8 }, (_, i) => args[i % args.length]);
  const runners = /** @type {[Name, Side][]} */ (Object.entries(sides)).map(([name, side]) => {
    const loop = loopOf(name);
    const run = (/** @type {number} */ calls) => loop(side, eight, calls);
    return { name, run, calls: callsInATurn(run), times: /** @type {Times} */ ([]) };
  });
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const { run, calls, times } = runners[(round + turn) % runners.length];
      times.push((1e3 * timed(run, calls)) / calls);
    }
  }
  return /** @type {Record<Name, Times>} */ (Object.fromEntries(runners.map(({ name, times }) => [name, times])));
}

/**
 * A loop with a source of its own, so that the engine learns of one side only
 * what that side does.
 *
 * @param {string} name
 * @returns {(side: Side, args: unknown[], calls: number) => unknown}
 */
const loopOf = (name) =>
  /** @type {any} */ (
    new Function('side', 'args', 'calls', `/* ${name} */ let last; for (let i = 0; i < calls; i++) last = side(args[i & 7]); return last;`)
  );

/** As many calls as a turn needs, found while the engine warms up. @param {(calls: number) => unknown} run */
function callsInATurn(run) {
  let calls = 1;
  for (let warm = 0; warm < 20; ) {
    if (timed(run, calls) < TURN_MICROS) calls = Math.ceil(calls * 1.5);
    else warm++;
  }
  return calls;
}

/**
 * @param {(calls: number) => unknown} run
 * @param {number} calls
 * @returns {number} µs of the processor
 */
function timed(run, calls) {
  const before = process.cpuUsage();
  run(calls);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/**
 * The times of calls one by one, in ns, for what takes many µs: their mean is
 * more than their median where some of them have to collect garbage.
 *
 * @param {() => unknown} side
 * @param {number} calls
 * @returns {Times}
 */
export const each = (side, calls) => Array.from({ length: calls }, () => 1e3 * timed(side, 1));

/** @param {number[]} numbers */
export const median = (numbers) => quantile(numbers, 0.5);

/**
 * @param {number[]} numbers
 * @param {number} share
 */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)];
}

/**
 * How many times as long as `theirs` `ours` took, round by round: what slows a
 * round slows both.
 *
 * @param {Times} ours
 * @param {Times} theirs
 */
export const ratios = (ours, theirs) => ours.map((time, round) => time / theirs[round]);
