import { button, element } from './element.js';
import { bytes, count, delta, size, things } from './figures.js';

/** @typedef {import('./heap-model.js').Call} Call */

/** In CSS pixels. */
const HEIGHT = 120;
const TOP = 16;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...string} children
 */
function drawn(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * Live bytes over calls: what each call left (the area), how high it went
 * meanwhile (the line), and where memory grew (the marks). A slider below goes
 * back in time.
 *
 * @param {(call: number | undefined) => void} onTravel undefined for the present
 */
export function timeline(onTravel) {
  /** @type {Call[]} */
  let calls = [];
  let initialBytes = 0;
  /** @type {(call: number) => string} */
  let labelOf = () => '';
  /** @type {number | undefined} */
  let travelled;

  const plot = drawn('svg', { class: 'plot', 'aria-hidden': 'true', height: HEIGHT });
  const slider = element('input', { type: 'range', min: 0, max: 0, value: 0, step: 1, 'aria-label': 'After call', disabled: true });
  const about = element('output', { class: 'about' });
  const present = button('Back to the present', () => travel(undefined), { class: 'quiet', hidden: true });
  const box = element('div', { class: 'plotbox' });
  box.append(plot, slider);
  slider.addEventListener('input', () => {
    const call = Number(slider.value);
    travel(call === calls.length - 1 ? undefined : call);
  });

  /** @type {(call: number | undefined) => void} */
  function travel(call) {
    travelled = call;
    onTravel(call);
    draw();
  }

  function draw() {
    const width = box.clientWidth;
    const last = calls.length - 1;
    const at = travelled ?? last;
    slider.max = String(Math.max(last, 0));
    slider.value = String(Math.max(at, 0));
    slider.disabled = last < 1;
    present.hidden = travelled === undefined;
    plot.replaceChildren();
    if (last < 0 || width === 0) {
      about.textContent = '';
      return;
    }
    plot.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    const most = Math.max(1, calls.reduce((max, { peak }) => Math.max(max, peak), 0));
    // The thumb of the slider is 16 pixels wide, and stands over its call.
    const [left, right] = [8, width - 8];
    const x = (/** @type {number} */ i) => (last === 0 ? left : left + ((right - left) * i) / last);
    const y = (/** @type {number} */ value) => HEIGHT - 1 - ((HEIGHT - 1 - TOP) * value) / most;
    const points = thinned(calls, Math.max(2, Math.floor(width)));
    const area = points.map(({ i, live }) => `L${x(i).toFixed(1)} ${y(live).toFixed(1)}`).join('');
    const peaks = points.map(({ i, peak }, n) => `${n === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(peak).toFixed(1)}`).join('');
    plot.append(
      drawn('line', { class: 'axis', x1: left, x2: right, y1: y(most), y2: y(most) }),
      drawn('line', { class: 'axis', x1: left, x2: right, y1: HEIGHT - 1, y2: HEIGHT - 1 }),
      drawn('path', { class: 'area', d: `M${x(0).toFixed(1)} ${HEIGHT - 1}${area}L${x(last).toFixed(1)} ${HEIGHT - 1}Z` }),
      drawn('path', { class: 'peak', d: peaks }),
      drawn('text', { x: left, y: TOP - 5 }, most === 1 ? '' : size(most)),
    );
    let before = initialBytes;
    for (const [i, { memory }] of calls.entries()) {
      if (memory > before) {
        plot.append(drawn('path', { class: 'growth', d: `M${x(i) - 4} 2h8l-4 7z` }));
        if (x(i) < right - 60) plot.append(drawn('text', { x: x(i) + 7, y: 10 }, `+${size(memory - before)}`));
      }
      before = memory;
    }
    plot.append(
      drawn('line', { class: 'now', x1: x(at), x2: x(at), y1: TOP, y2: HEIGHT }),
      drawn('circle', { class: 'now', cx: x(at), cy: y(calls[at].live), r: 3.5 }),
    );
    const text = sayCall(at);
    about.textContent = text;
    slider.setAttribute('aria-valuetext', text);
  }

  /** @param {number} i */
  function sayCall(i) {
    const { live, peak, blocks, memory } = calls[i];
    const before = calls[i - 1] ?? { live: 0, memory: initialBytes };
    const parts = [`${things(blocks, 'live block')}, ${bytes(live)}`];
    if (i > 0) parts.push(delta(live - before.live));
    if (peak > Math.max(live, before.live)) parts.push(`${bytes(peak)} meanwhile`);
    if (memory > before.memory) parts.push(`memory grew by ${size(memory - before.memory)}`);
    return `${i === 0 ? 'Before the first call' : `After call ${count(i)} of ${count(calls.length - 1)}, ${labelOf(i)}`}: ${parts.join(', ')}`;
  }

  new ResizeObserver(draw).observe(box);

  return {
    element: element(
      'div',
      { class: 'timeline' },
      box,
      element('div', { class: 'under' }, about, present),
      element(
        'ul',
        { class: 'legend', 'aria-label': 'Legend' },
        element('li', {}, element('i', { class: 'swatch live' }), 'live after the call'),
        element('li', {}, element('i', { class: 'swatch dashes' }), 'the most during it'),
        element('li', {}, element('i', { class: 'swatch triangle' }), 'memory grew'),
      ),
    ),
    /**
     * @param {Call[]} next
     * @param {number} initial bytes of memory
     * @param {(call: number) => string} label what a call was
     */
    show(next, initial, label) {
      calls = next;
      initialBytes = initial;
      labelOf = label;
      travelled = undefined;
      draw();
    },
  };
}

/**
 * At most `most` points: of several calls the highest peak, and what the last one left.
 *
 * @param {Call[]} calls
 * @param {number} most
 */
function thinned(calls, most) {
  const step = Math.max(1, Math.ceil(calls.length / most));
  const points = [];
  for (let from = 0; from < calls.length; from += step) {
    const part = calls.slice(from, from + step);
    const i = from + part.length - 1;
    points.push({ i, live: calls[i].live, peak: part.reduce((max, { peak }) => Math.max(max, peak), 0) });
  }
  return points;
}
