import { hueOf } from './colours.js';
import { button, choice, element, shown } from './element.js';
import { bytes, percent, things } from './figures.js';
import { flameTree, sameFrame, wayTo } from './flame-tree.js';

/** @typedef {import('./flame-tree.js').Frame} Frame */
/** @typedef {import('./flame-tree.js').Measure} Measure */

/** In CSS pixels. */
const ROW = 22;
const LEAST_WIDTH = 2;
/** So deep it is drawn; who looks at a frame sees what is above that one. */
const DEPTH = 24;

/**
 * A flame graph of where blocks come from, the outermost call on top. A click or
 * Enter looks at one frame alone, Escape at the one around it; arrows walk. What
 * is pointed at stands out on the map.
 *
 * @param {(sites: Set<number> | undefined) => void} onMark
 */
export function flame(onMark) {
  /** @type {string[][]} */
  let stacks = [];
  /** @type {import('./heap-model.js').SiteUse[]} */
  let uses = [];
  /** @type {Measure} */
  let measure = 'bytes';
  let root = flameTree([], [], measure);
  let looked = root;
  /** @type {Map<Element, Frame>} */
  const frames = new Map();

  const graph = element('div', { class: 'flame', role: 'group', 'aria-label': 'Flame graph of allocation sites' });
  const about = element('p', { class: 'about', role: 'status' });
  const way = element('ol');
  const measures = choice(
    'Width',
    [
      ['bytes', 'bytes allocated in all'],
      ['live', 'bytes that are live'],
      ['mallocs', 'allocations'],
    ],
    (value) => {
      measure = /** @type {Measure} */ (value);
      rebuild();
    },
  );

  /** @param {number} value */
  const words = (value) => (measure === 'mallocs' ? things(value, 'allocation') : `${bytes(value)}${measure === 'live' ? ' live' : ''}`);

  function rebuild() {
    const before = looked;
    root = flameTree(stacks, uses, measure);
    looked = sameFrame(root, before);
    draw();
  }

  function draw() {
    const focused = graph.contains(document.activeElement) ? frames.get(/** @type {Element} */ (document.activeElement)) : undefined;
    frames.clear();
    way.replaceChildren(
      ...wayTo(looked).map((frame) =>
        element('li', {}, button(shown(frame.name), () => lookAt(frame), { 'aria-current': frame === looked && 'true' })),
      ),
    );
    const width = graph.clientWidth;
    let deepest = 0;
    if (looked.value > 0 && width > 0) place(looked, 0, width, 0);
    graph.replaceChildren(...frames.keys());
    graph.style.height = `${Math.max(1, deepest) * ROW}px`;
    graph.firstElementChild?.setAttribute('tabindex', '0');
    if (frames.size === 0) graph.append(element('p', { class: 'none' }, 'Nothing has been allocated yet.'));
    if (focused !== undefined) tileOf(sameFrame(root, focused))?.focus({ preventScroll: true });
    say(looked);

    /** @type {(frame: Frame, x: number, width: number, row: number) => void} */
    function place(frame, x, width, row) {
      frames.set(tile(frame, x, width, row), frame);
      deepest = Math.max(deepest, row + 1);
      if (row + 1 === DEPTH) return;
      let left = x;
      for (const child of [...frame.children.values()].sort((a, b) => b.value - a.value)) {
        const wide = (width * child.value) / frame.value;
        if (wide >= LEAST_WIDTH) place(child, left, wide, row + 1);
        left += wide;
      }
    }
  }

  /** @type {(frame: Frame, x: number, width: number, row: number) => HTMLElement} */
  function tile(frame, x, width, row) {
    const part = percent(frame.value, root.value);
    const made = element('div', {
      class: 'tile',
      role: 'button',
      tabindex: -1,
      'aria-label': `${shown(frame.name)}, ${words(frame.value)}, ${part}`,
      'data-value': frame.value,
    });
    if (width > 24) made.append(element('span', {}, shown(label(frame.name))));
    Object.assign(made.style, { left: `${x}px`, top: `${row * ROW}px`, width: `${width}px` });
    made.style.setProperty('--hue', String(hueOf(frame.name)));
    made.classList.toggle('root', frame.depth === 0);
    return made;
  }

  /** @param {Frame} frame */
  function say(frame) {
    const sites = things(frame.sites.size, 'stack');
    about.replaceChildren(
      ...(frame.value === 0 ? [] : [element('strong', {}, shown(frame.name)), ` ${words(frame.value)}, ${percent(frame.value, root.value)} of all, ${sites}`]),
    );
  }

  /** @param {Frame} frame */
  function lookAt(frame) {
    const inside = graph.contains(document.activeElement);
    looked = frame;
    draw();
    mark(frame);
    if (inside) focus(graph.firstElementChild);
  }

  /** @param {Frame | undefined} frame */
  const mark = (frame) => onMark(frame === undefined || frame.parent === undefined ? undefined : frame.sites);

  /** @param {Frame | undefined} frame */
  const tileOf = (frame) => /** @type {HTMLElement | undefined} */ ([...frames].find(([, each]) => each === frame)?.[0]);

  /** @param {Element | null | undefined} tile */
  function focus(tile) {
    if (!tile) return;
    graph.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    tile.setAttribute('tabindex', '0');
    /** @type {HTMLElement} */ (tile).focus({ preventScroll: true });
  }

  /** @type {(event: Event) => Frame | undefined} */
  function at(event) {
    const tile = /** @type {Element} */ (event.target).closest('.tile');
    return tile === null ? undefined : frames.get(tile);
  }

  /** What a key does at a frame; whether it does anything. @type {(key: string, frame: Frame) => boolean} */
  function pressed(key, frame) {
    const row = [...frames.values()].filter(({ depth }) => depth === frame.depth);
    const child = [...frame.children.values()].find((each) => tileOf(each) !== undefined);
    const step = row.indexOf(frame);
    /** @type {Record<string, Frame | undefined>} */
    const steps = { ArrowRight: row[step + 1], ArrowLeft: row[step - 1], ArrowDown: child, ArrowUp: frame.parent };
    if (key === 'Enter' || key === ' ') lookAt(frame);
    else if (key in steps) focus(tileOf(steps[key]));
    else return false;
    return true;
  }

  graph.addEventListener('click', (event) => {
    const frame = at(event);
    if (frame !== undefined) lookAt(frame === looked && frame.parent !== undefined ? frame.parent : frame);
  });
  const section = element('div', {}, element('div', { class: 'choices' }, element('nav', { 'aria-label': 'What the flame graph shows' }, way), measures), graph, about);
  section.addEventListener('keydown', (event) => {
    const frame = at(event);
    if (event.key === 'Escape' && looked.parent !== undefined) lookAt(looked.parent);
    else if (frame !== undefined && pressed(event.key, frame)) event.preventDefault();
  });
  for (const kind of ['pointerover', 'focusin']) {
    graph.addEventListener(kind, (event) => {
      const frame = at(event);
      if (frame === undefined) return;
      say(frame);
      mark(frame);
    });
  }
  for (const kind of ['pointerleave', 'focusout']) {
    graph.addEventListener(kind, () => {
      say(looked);
      mark(looked);
    });
  }
  new ResizeObserver(draw).observe(graph);

  return {
    element: section,
    /**
     * @param {string[][]} nextStacks
     * @param {import('./heap-model.js').SiteUse[]} nextUses
     */
    show(nextStacks, nextUses) {
      stacks = nextStacks;
      uses = nextUses;
      rebuild();
    },
  };
}

/**
 * The end of a path, which is what differs.
 *
 * @param {string} name
 */
const label = (name) => name.replace(/^(?:[A-Za-z_][A-Za-z0-9_]*::)+(?=[^:]+::)/, '').replace(/<(?:[a-z_0-9]+::)+([A-Za-z0-9_]+)>/g, '$1');
