// Watches measure.js: a workload that takes too long is ended, and the next one
// begun. Its parent starts it with V8's flags and sends a plan; it prints a
// sample a line, as JSON.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** Seconds of the processor; some hundred times what most need. */
const LIMIT_S = 2;
const LOOK_EVERY_MS = 50;

/** @type {import('./measure.js').Plan} */
const plan = JSON.parse(readFileSync(0, 'utf8'));
/** @type {Set<string>} */
const done = new Set();

/** @param {import('./measure.js').Sample} sample */
const print = (sample) => process.stdout.write(`${JSON.stringify(sample)}\n`);

/** @param {number} first the step to begin with */
function watch(first) {
  const worker = new Worker(new URL('measure.js', import.meta.url), { workerData: { plan, first, done } });
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const seconds = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  worker.on('message', (/** @type {import('./measure.js').Message} */ { step, sample, ended, counts }) => {
    clearInterval(timer);
    if (counts) print(sample);
    if (ended) return;
    const begin = seconds();
    timer = setInterval(async () => {
      if (seconds() - begin < LIMIT_S) return;
      clearInterval(timer);
      await worker.terminate();
      done.add(`${sample.allocator} ${sample.workload}`);
      print({ ...sample, ns: LIMIT_S * 1e9, failure: `> ${LIMIT_S} s` });
      watch(step);
    }, LOOK_EVERY_MS);
  });
  worker.on('error', (error) => {
    throw error;
  });
  worker.on('exit', () => clearInterval(timer));
}

watch(0);
