/** How long each allocator takes: the best of several rounds, in which all of them have their turn. */
import { performance } from 'node:perf_hooks';

import { guest, NAMES } from './guests.js';

const PRIMES = 2_000;
const ROUNDS = 20_000;
const best = new Map(NAMES.map((name) => [name, { primes: Infinity, churn: Infinity }]));

const timed = (call) => {
  const start = performance.now();
  call();
  return performance.now() - start;
};

for (let turn = 0; turn < 5; turn++) {
  for (const name of NAMES) {
    const { exports } = await guest(name);
    const times = best.get(name);
    // Several calls, since the engine compiles again what it runs often.
    for (let i = 0; i < 5; i++) {
      times.primes = Math.min(times.primes, timed(() => exports.nth_prime(PRIMES)));
      // One page is too few for this one.
      if (name !== 'arena') times.churn = Math.min(times.churn, timed(() => exports.churn(ROUNDS)));
    }
  }
}

console.log(`allocator         nth_prime(${PRIMES})  a round of churn`);
for (const [name, { primes, churn }] of best) {
  console.log(`${name.padEnd(16)} ${primes.toFixed(2).padStart(12)} ms ${churn === Infinity ? '-'.padStart(14) : `${((churn / ROUNDS) * 1e6).toFixed(1).padStart(14)} ns`}`);
}
