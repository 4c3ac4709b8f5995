/** @typedef {import('./recorder.js').Call} Call */
/** @typedef {import('./recorder.js').Kept} Kept */

/** Everything happens in one process and one thread; the numbers only have to be the same. */
const PLACE = { pid: 1, tid: 1 };

/**
 * The contents of a trace file: the calls as complete events (`"ph": "X"`), and
 * memory and live bytes of the heap as counters (`"ph": "C"`) whenever they
 * change. Times are microseconds with three decimals. A call that is open ends
 * now.
 *
 * Format: "Trace Event Format" of the Chromium project, sections "Complete
 * Events", "Counter Events" and "Metadata Events", in the JSON object format:
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 *
 * @param {Call[]} calls
 * @param {number} began in milliseconds: what times are counted from
 * @param {number} now
 */
export function chromeTrace(calls, began, now) {
  /** @param {number} ms */
  const nanos = (ms) => Math.round((ms - began) * 1e6);
  const events = calls.map(({ end = now, ...call }) => ({
    name: call.name,
    cat: call.side,
    ph: 'X',
    ts: nanos(call.start) / 1000,
    // The difference of what was rounded, so that no event sticks out of the one around it.
    dur: (nanos(end) - nanos(call.start)) / 1000,
    ...PLACE,
    args: argumentsOf(call),
  }));
  const metadata = [
    { name: 'process_name', ph: 'M', ...PLACE, args: { name: 'WebAssembly guest' } },
    { name: 'thread_name', ph: 'M', ...PLACE, args: { name: 'calls across the boundary' } },
  ];
  return JSON.stringify({
    displayTimeUnit: 'ns',
    traceEvents: [...metadata, ...events, ...counters(calls, (ms) => nanos(ms) / 1000)],
  });
}

/** @param {Call} call */
function argumentsOf({ args, texts, known, result, error, grownPages }) {
  /** @type {Record<string, unknown>} */
  const shown = {};
  args.forEach((value, index) => {
    const name = known?.params[index] ?? `arg${index}`;
    shown[name] = inJson(value);
    const text = texts.get(index);
    if (text !== undefined) shown[`${name}: text`] = text;
  });
  if (result !== undefined) shown.result = Array.isArray(result) ? result.map(inJson) : inJson(result);
  if (error !== undefined) shown.error = error;
  if (grownPages !== 0) shown.grownPages = grownPages;
  return shown;
}

/** JSON has neither bigints nor what is no finite number. @param {Kept} value */
function inJson(value) {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/**
 * @param {Call[]} calls
 * @param {(ms: number) => number} micros
 */
function counters(calls, micros) {
  const samples = calls
    .flatMap(({ start, end, ...call }) => [
      { at: start, memory: call.pagesBefore * 65536, heap: call.heapBefore },
      ...(end === undefined ? [] : [{ at: end, memory: call.pagesAfter * 65536, heap: call.heapAfter }]),
    ])
    .sort((a, b) => a.at - b.at);
  /** @type {Record<string, number>} */
  const last = {};
  return samples.flatMap(({ at, ...values }) =>
    Object.entries(values).flatMap(([name, bytes]) => {
      if (bytes === undefined || last[name] === bytes) return [];
      last[name] = bytes;
      return [{ name: `${name} bytes`, ph: 'C', ts: micros(at), pid: PLACE.pid, args: { bytes } }];
    }),
  );
}
