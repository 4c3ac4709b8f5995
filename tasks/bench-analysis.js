// size-report against twiggy, in turn, on the modules that tasks/corpus.sh fetched:
// medians, ratios and the most memory. `tasks/bench-analysis.sh` calls it with the
// target folder and the number of rounds.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const [target = 'target', rounds = '5'] = process.argv.slice(2);
const tool = join(target, 'tool/size-report');
const twiggy = join(target, 'twiggy/bin/twiggy');
const corpus = join(target, 'corpus/modules');
const duckdb = join(corpus, 'duckdb-duckdb-wasm-1.29.0/dist/duckdb-eh.wasm');
const questions = ['--sections', '--top', '--dominators', '--garbage'];

/** @typedef {{ seconds: number, peak: number, failed: boolean }} Run */

/**
 * Runs a program, which writes to nowhere, and looks at its peak memory until it
 * ends: the kernel's own mark, which only ever grows.
 *
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<Run>}
 */
function run(program, args) {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: 'ignore' });
    let peak = 0;
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? peak / 1024) * 1024;
      } catch {
        // It has ended in between.
      }
    }, 1);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(timer);
      resolve({ seconds: Number(process.hrtime.bigint() - begin) / 1e9, peak, failed: code !== 0 });
    });
  });
}

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/**
 * Runs both sides in turn. Each side is a list of runs, whose times are added.
 *
 * @param {number} times
 * @param {{ [side: string]: [string, string[]][] }} sides
 */
async function compare(times, sides) {
  /** @type {{ [side: string]: { seconds: number[], peak: number, failed: number } }} */
  const results = {};
  for (let round = 0; round < times; round++) {
    for (const [side, commands] of Object.entries(sides)) {
      const result = (results[side] ??= { seconds: [], peak: 0, failed: 0 });
      let seconds = 0;
      result.failed = 0;
      for (const [program, args] of commands) {
        const one = await run(program, args);
        seconds += one.seconds;
        result.peak = Math.max(result.peak, one.peak);
        result.failed += Number(one.failed);
      }
      result.seconds.push(seconds);
    }
  }
  return Object.entries(results).map(([side, { seconds, peak, failed }]) => ({
    side,
    seconds: median(seconds),
    peak: Math.round(peak / 1e6),
    failed,
  }));
}

/**
 * @param {string} title
 * @param {Awaited<ReturnType<typeof compare>>} results
 */
function print(title, results) {
  console.log(`\n${title}\n`);
  console.log('| | seconds | peak MB | ratio | failed |\n|---|---:|---:|---:|---:|');
  const reference = results[results.length - 1].seconds;
  for (const { side, seconds, peak, failed } of results) {
    console.log(`| ${side} | ${seconds.toFixed(2)} | ${peak} | ${(seconds / reference).toFixed(3)} | ${failed} |`);
  }
}

const modules = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.wasm'))
  .map((name) => join(corpus, name));
const bytes = modules.reduce((sum, module) => sum + statSync(module).size, 0);

print(
  `duckdb-eh, ${statSync(duckdb).size} bytes, medians of ${rounds}:`,
  await compare(Number(rounds), {
    [`size-report show ${questions.join(' ')}`]: [[tool, ['show', duckdb, ...questions]]],
    'size-report paths': [[tool, ['paths', duckdb]]],
    'twiggy top, dominators, garbage': ['top', 'dominators', 'garbage'].map((command) => [twiggy, [command, duckdb]]),
  }),
);
print(
  `all ${modules.length} modules, ${(bytes / 1e6).toFixed(0)} MB:`,
  await compare(1, {
    [`size-report show ${questions.join(' ')}`]: modules.map((module) => [tool, ['show', module, ...questions]]),
    'size-report top': modules.map((module) => [tool, ['top', module]]),
    'size-report paths': modules.map((module) => [tool, ['paths', module]]),
    'twiggy top': modules.map((module) => [twiggy, ['top', module]]),
  }),
);
