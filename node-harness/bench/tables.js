// Figures as markdown; pure.
import { median, quantile } from './contest.js';

/**
 * @typedef {object} Greeting
 * @property {string} kind
 * @property {number} length
 * @property {number} generated ns a call
 * @property {number} guarded
 * @property {number} ours
 * @property {number[]} toGenerated ours by generated, of each round
 * @property {number[]} toGuarded
 */

/**
 * @param {string[]} head
 * @param {string[][]} body
 */
function table(head, body) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
}

/** @param {number} ns */
const whole = (ns) => Math.round(ns).toLocaleString('en');

/**
 * The median, and in brackets the middle half: where 1 is in it, neither side is
 * faster.
 *
 * @param {number[]} ratios
 */
const ratio = (ratios) => {
  const [low, middle, high] = [quantile(ratios, 0.25), median(ratios), quantile(ratios, 0.75)].map((one) => one.toFixed(2));
  return `${middle} (${low}–${high})`;
};

/** @param {Greeting[]} greetings */
export function textTable(greetings) {
  return table(
    ['text', 'characters', 'wasm-bindgen, ns', 'guarded, ns', 'ours, ns', 'ours / wasm-bindgen', 'ours / guarded'],
    greetings.map(({ kind, length, generated, guarded, ours, toGenerated, toGuarded }) => [
      kind,
      whole(length),
      whole(generated),
      whole(guarded),
      whole(ours),
      ratio(toGenerated),
      ratio(toGuarded),
    ]),
  );
}

/** @param {{ bare: number, wrapped: number, bindgen: number, traced: number, toBare: number, reset: number, resetMean: number }} times */
export function callTable({ bare, wrapped, bindgen, traced, toBare, reset, resetMean }) {
  return table(
    ['what', 'time'],
    [
      ['`add(1, 2)`, the export itself', `${bare.toFixed(1)} ns`],
      ['… of `guest.exports`', `${wrapped.toFixed(1)} ns, ${toBare.toFixed(2)} times as long`],
      ['… of wasm-bindgen', `${bindgen.toFixed(1)} ns`],
      ['… with a trace', `${whole(traced)} ns`],
      ['`guest.reset()`', `${(reset / 1000).toFixed(0)} µs; ${(resetMean / 1000).toFixed(0)} µs with its share of collecting the memories left behind`],
    ],
  );
}

/** @param {{ name: string, pair: number }[]} heaps */
export function heapTable(heaps) {
  return table(
    ['heap', 'malloc and free'],
    heaps.map(({ name, pair }) => [`\`${name}\``, `${pair.toFixed(1)} ns`]),
  );
}

/** @param {{ what: string, web: number, nodejs: number, ours: number }[]} rows */
export function glueTable(rows) {
  return table(
    ['glue, min+gzip', 'wasm-bindgen, web', 'wasm-bindgen, Node', 'ours, anywhere'],
    rows.map(({ what, web, nodejs, ours }) => [what, `${whole(web)} B`, `${whole(nodejs)} B`, `${whole(ours)} B`]),
  );
}
