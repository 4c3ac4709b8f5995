/** The same three functions both ways: do they answer the same, and how long does a call take? `node compare.js GLUE WASM BY-HAND.WASM` */
import process from 'node:process';

import { contest, median } from '../../node-harness/bench/contest.js';
import { both } from './both.js';

const { bindgen, byHand } = await both(process.argv.slice(2));

const numbers = (count) => Float64Array.from({ length: count }, (_, i) => i / 7);
const CALLS = [
  ['add', 'two numbers', 1, (guest, one) => guest.add(one, 2)],
  ['greet', '6 characters', 'Annika', (guest, name) => guest.greet(name)],
  ['greet', '6, two with umlauts', 'Jürgön', (guest, name) => guest.greet(name)],
  ['greet', '600 characters', 'Annika'.repeat(100), (guest, name) => guest.greet(name)],
  ['mean', '10 numbers', numbers(10), (guest, some) => guest.mean(some)],
  ['mean', '10,000 numbers', numbers(10_000), (guest, some) => guest.mean(some)],
];

console.log('                            wasm-bindgen   by hand');
for (const [name, what, argument, call] of CALLS) {
  if (call(bindgen, argument) !== call(byHand, argument)) throw new Error(`${name} of ${what} is not the same`);
  const times = contest({ bindgen: (one) => call(bindgen, one), byHand: (one) => call(byHand, one) }, [argument], 31);
  const shown = Object.values(times).map((all) => `${median(all).toFixed(1)} ns`.padStart(11));
  console.log(`${name.padEnd(5)}  ${what.padEnd(19)}  ${shown.join('  ')}`);
}
