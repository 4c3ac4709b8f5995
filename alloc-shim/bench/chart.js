// The figures as a picture: bytes to the right, time up, memory as the size of a
// mark; pure. An allocator that is better is further down and further left, and
// smaller.

/** @typedef {import('./tables.js').Row} Row */

const WIDTH = 880;
const HEIGHT = 560;
const LEFT = 64;
const RIGHT = 24;
const TOP = 24;
const BOTTOM = 56;

/** A program that takes this many times as long is nobody's choice: it is at the edge. */
const MOST_TIME = 8;

/** Both axes are logarithmic: what counts is how many times as much. */
class Axis {
  /** @param {number[]} values @param {number} begin @param {number} end in pixels */
  constructor(values, begin, end) {
    this.low = Math.log(Math.min(...values) / 1.25);
    this.high = Math.log(Math.max(...values) * 1.25);
    this.begin = begin;
    this.end = end;
  }

  /** @param {number} value */
  at(value) {
    return this.begin + ((Math.log(value) - this.low) / (this.high - this.low)) * (this.end - this.begin);
  }

  /** @param {number[]} values */
  within(values) {
    return values.filter((value) => Math.log(value) > this.low && Math.log(value) < this.high);
  }
}

/**
 * Rows to which no other is better in both.
 *
 * @param {{ bytes: number, time: number }[]} points
 */
export const frontier = (points) =>
  points
    .filter((point) => !points.some(({ bytes, time }) =>
      (bytes < point.bytes && time <= point.time) || (bytes <= point.bytes && time < point.time)))
    .toSorted((a, b) => a.bytes - b.bytes);

/** @param {string} text */
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/**
 * @param {Row[]} rows
 * @param {string} run
 */
export function chart(rows, run) {
  const points = rows.flatMap((row) => {
    const { time, memory } = row.runs[run];
    return time === undefined || memory === undefined ? [] : [{ row, bytes: row.bytes.oz, time, memory }];
  });
  const x = new Axis(points.map(({ bytes }) => bytes), LEFT, WIDTH - RIGHT);
  const y = new Axis(points.map(({ time }) => Math.min(time, MOST_TIME)), HEIGHT - BOTTOM, TOP);
  const grid = [
    ...x.within([100, 200, 500, 1000, 2000, 5000, 10_000, 20_000]).map((bytes) => {
      const at = round(x.at(bytes));
      return `<path class="grid" d="M${at} ${TOP}V${HEIGHT - BOTTOM}"/>` +
        `<text x="${at}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${bytes.toLocaleString('en')}</text>`;
    }),
    ...y.within([0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 8]).map((time) => {
      const at = round(y.at(time));
      return `<path class="grid" d="M${LEFT} ${at}H${WIDTH - RIGHT}"/>` +
        `<text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${time}</text>`;
    }),
  ];
  const steps = frontier(points).map(({ bytes, time }, at) =>
    `${at === 0 ? `M${round(x.at(bytes))} ${TOP}V` : `H${round(x.at(bytes))}V`}${round(y.at(time))}`);
  /** Where labels are, so that none is put upon another. @type {{ x: number, y: number, width: number }[]} */
  const labels = [];
  const marks = points.toSorted((a, b) => b.memory - a.memory).map(({ row, bytes, time, memory }) => {
    const [cx, cy] = [round(x.at(bytes)), round(y.at(Math.min(time, MOST_TIME)))];
    // The area is the memory above what lives.
    const r = round(Math.min(40, 4 + 10 * Math.sqrt(memory - 1)));
    const text = `${row.ours ? row.label : row.name}${time > MOST_TIME ? ` ↑ ${Math.round(time)}` : ''}`;
    const width = 7 * text.length;
    const toLeft = cx + r + width > WIDTH;
    const at = { x: toLeft ? cx - r - 4 - width : cx + r + 4, y: cy + 4, width };
    while (labels.some((other) => Math.abs(other.y - at.y) < 13 && at.x < other.x + other.width && other.x < at.x + at.width)) {
      at.y -= 13;
    }
    labels.push(at);
    return `<g class="${row.ours ? 'ours' : 'peer'}"><title>${escape(text)}: ${bytes} B, time ${time.toFixed(2)}, memory ${memory.toFixed(2)}</title>` +
      `<circle cx="${cx}" cy="${cy}" r="${r}"/><text x="${round(at.x)}" y="${round(at.y)}">${escape(text)}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Allocators: bytes, time and memory">
<style>
text { font: 12px system-ui, sans-serif; fill: #57606a; paint-order: stroke; stroke: #fff; stroke-width: 3px }
.grid { stroke: #d0d7de; stroke-width: 1 }
.frontier { fill: none; stroke: #57606a; stroke-dasharray: 4 4 }
.peer circle { fill: #57606a55; stroke: #57606a }
.ours circle { fill: #bc4c0077; stroke: #bc4c00; stroke-width: 2 }
.ours text { fill: #bc4c00; font-weight: 600 }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1; stroke: #0d1117 }
  .grid { stroke: #3d444d }
  .frontier { stroke: #9198a1 }
  .peer circle { fill: #9198a155; stroke: #9198a1 }
  .ours circle { fill: #f0883e77; stroke: #f0883e }
  .ours text { fill: #f0883e }
}
</style>
${grid.join('\n')}
<path class="frontier" d="${steps.join('')}"/>
${marks.join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">bytes over a null allocator, after wasm-opt -Oz</text>
<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">time against dlmalloc (${escape(run)})</text>
<text x="${WIDTH - RIGHT}" y="${TOP + 4}" text-anchor="end">a mark's area: peak heap above peak live bytes</text>
</svg>
`;
}
