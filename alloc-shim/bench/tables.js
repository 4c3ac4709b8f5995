// Figures as markdown; pure.
import { REFERENCE } from './allocators.js';

/**
 * @typedef {import('./allocators.js').Allocator & {
 *   version?: string,
 *   bytes: import('./build.js').Weight,
 *   bytesAny?: import('./build.js').Weight,
 *   bad?: { request: string, failures: string[] }[],
 *   refill?: { first: number, again: number, one: number } | string,
 *   runs: { [run: string]: import('./figures.js').Figures },
 * }} Row
 */

/** @param {number | undefined} value @param {number} [digits] */
const number = (value, digits = 2) => (value === undefined ? '–' : value.toFixed(digits));

/** @param {Row} row */
export const label = (row) => (row.ours ? `**${row.label}**` : `${row.crate} ${row.version} ${row.label}`);

/** @param {string[]} head @param {string[][]} body */
function table(head, body) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
}

/**
 * One row an allocator: bytes, time and memory.
 *
 * @param {Row[]} rows
 * @param {string[]} runs
 * @param {number} workloads how many there are
 */
export function summary(rows, runs, workloads) {
  const [first] = runs;
  const large = Math.max(...rows.map(({ runs }) => runs[first].largeHeaps));
  /** How many of those that there are a mean is over, if not all. @param {number} done @param {number} all */
  const of = (done, all) => (done > 0 && done < all ? ` (${done} of ${all})` : '');
  return table(
    ['allocator', '-Oz', 'gzip', 'slim', 'any layout', ...runs, 'memory', 'worst', '100 blocks', 'cliff'],
    rows.map((row) => {
      const { memory, largeHeaps, worstMemory, smallest, cliff } = row.runs[first];
      return [
        label(row),
        `${row.bytes.oz} B`,
        `${row.bytes.ozGzip} B`,
        `${row.bytes.slim} B`,
        row.bytesAny ? `${row.bytesAny.oz} B` : '–',
        ...runs.map((run) => {
          const { time, atLeast, ratios } = row.runs[run];
          return `${atLeast ? '≥ ' : ''}${number(time)}${of(Object.keys(ratios).length, workloads)}`;
        }),
        `${number(memory)}${of(largeHeaps, large)}`,
        number(worstMemory),
        smallest === undefined ? '–' : `${Math.round(smallest / 1024)} KiB`,
        number(cliff),
      ];
    }),
  );
}

/**
 * One row an allocator, one column a workload.
 *
 * @param {Row[]} rows
 * @param {string} run
 * @param {string[]} workloads
 * @param {(figures: import('./figures.js').Figures, workload: string) => number | string | undefined} figure
 */
export function perWorkload(rows, run, workloads, figure) {
  return table(
    ['allocator', ...workloads],
    rows.map((row) => [
      label(row),
      ...workloads.map((workload) => {
        const value = figure(row.runs[run], workload);
        return typeof value === 'string' ? value : number(value, value !== undefined && value >= 100 ? 0 : 2);
      }),
    ]),
  );
}

/**
 * What each allocator does with bad requests and with a memory that is full.
 *
 * @param {Row[]} rows
 */
export function outOfMemory(rows) {
  return table(
    ['allocator', 'bad requests', 'blocks of 1,000 B', 'all freed, again', 'then one block of'],
    rows.map((row) => {
      const failures = row.bad?.flatMap(({ failures }) => failures) ?? [];
      const filled = row.refill;
      return [
        label(row),
        failures.length === 0 ? 'null or right' : `${failures.length} wrong, as ${failures[0]}`,
        ...(typeof filled === 'object'
          ? [String(filled.first), String(filled.again), `${filled.one >> 10} KiB`]
          : [filled ?? '–', '', '']),
      ];
    }),
  );
}

/**
 * Where an allocator of ours is not the fastest: against whom, and by how much.
 *
 * @param {Row[]} rows
 * @param {string} run
 * @param {string[]} workloads
 */
export function losses(rows, run, workloads) {
  const peers = rows.filter(({ ours }) => !ours);
  return table(
    ['faster than', ...workloads],
    rows
      .filter(({ ours }) => ours)
      .map((row) => [
        label(row),
        ...workloads.map((workload) => {
          const own = row.runs[run].ratios[workload];
          if (own === undefined) return String(row.runs[run].nsPerCall[workload]);
          const faster = peers.filter(({ runs }) => runs[run].ratios[workload] < own);
          if (faster.length === 0) return '';
          const best = faster.reduce((a, b) => (a.runs[run].ratios[workload] < b.runs[run].ratios[workload] ? a : b));
          const dlmalloc = own > 1 && best.name !== REFERENCE ? `, ${REFERENCE} ${number(own)}` : '';
          return `${best.name} ${number(own / best.runs[run].ratios[workload])}${dlmalloc}`;
        }),
      ]),
  );
}
