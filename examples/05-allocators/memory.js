/** How many pages each allocator takes: before, and after the same calls. */
import { guest, NAMES } from './guests.js';

const CALLS = [
  ['`nth_prime(4000)`', ({ exports }) => exports.nth_prime(4_000)],
  ['… 20 times', ({ exports }) => Array.from({ length: 19 }, () => exports.nth_prime(4_000))],
  ['`churn(10000)`', ({ exports }) => exports.churn(10_000)],
];
console.log(`| allocator | at first | ${CALLS.map(([name]) => name).join(' | ')} |\n|---|---:|${'---:|'.repeat(CALLS.length)}`);
for (const name of NAMES) {
  const made = await guest(name);
  const pages = () => made.memory.buffer.byteLength / 65_536;
  const cells = [pages()];
  for (const [, call] of CALLS) {
    try {
      call(made);
      cells.push(pages());
    } catch {
      cells.push('out of memory');
      made.reset();
    }
  }
  console.log(`| ${name} | ${cells.join(' | ')} |`);
}
