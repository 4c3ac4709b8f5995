import { element, shortened } from './element.js';
import { bytes, count, percent } from './figures.js';
import { squarify } from './squarify.js';
import { label, setMatching, treeOf, wayTo } from './tree.js';

/** @typedef {import('./squarify.js').Rect} Rect */
/** @typedef {import('./tree.js').Node} Node */

/** In CSS pixels: the strip with the name of a group, and the border around its parts. */
const STRIP = 18;
const BORDER = 2;
/** Parts of a part are drawn if they are at least so large, on each side and in all. */
const LEAST_SIDE = 4;
const LEAST_AREA = 48;
/** So many levels are drawn below the one that is looked at. */
const LEVELS = 4;

/**
 * A map of the whole file, whose areas are bytes. A click or Enter looks at a
 * group alone, Escape at the one around it; arrows walk: left and right along a
 * level, down into a group, up out of it.
 *
 * The element has the bytes of what is looked at in `data-bytes`; its children of
 * the class `tile` have `data-level` (0 for the parts of what is looked at, which
 * add up to it), `data-bytes` and `data-name`.
 *
 * @param {string} name
 * @param {import('./data.js').Packed[]} packed
 * @param {string[]} strings
 */
export function treemap(name, packed, strings) {
  const root = treeOf(name, packed, strings);
  let shown = root;
  setMatching(root, undefined);
  const way = element('ol');
  const map = element('div', { class: 'treemap', role: 'group', 'aria-label': 'Treemap: areas are bytes' });
  const about = element('p', { class: 'about', role: 'status' });
  /** @type {Map<Element, Node>} */
  const nodes = new Map();

  /** @type {(node: Node) => void} */
  function lookAt(node) {
    const before = shown;
    const inside = map.contains(document.activeElement);
    shown = node;
    draw();
    // Who came out of a group goes on at that group.
    const next = [...nodes].find(([, tile]) => tile === before) ?? [...nodes][0];
    if (inside && next !== undefined) focus(next[0]);
    say(node);
  }

  /** @type {(node: Node) => void} */
  function say(node) {
    const parts = [bytes(node.bytes), `${percent(node.bytes, root.bytes)} of the file`];
    if (node.parent !== undefined) {
      parts.push(`${percent(node.bytes, node.parent.bytes)} of ${shortened(node.parent.name)}`);
    }
    if (node.children.length > 0) parts.push(`${count(node.things)} things`);
    about.replaceChildren(element('strong', {}, shortened(node.name)), ` ${parts.join(', ')}`);
  }

  /** @type {(tile: Element) => void} */
  function focus(tile) {
    map.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
    tile.setAttribute('tabindex', '0');
    /** @type {HTMLElement} */ (tile).focus({ preventScroll: true });
  }

  function draw() {
    nodes.clear();
    way.replaceChildren(
      ...wayTo(shown).map((node) => {
        const button = element('button', { type: 'button', 'aria-current': node === shown && 'true' }, shortened(node.name));
        button.addEventListener('click', () => lookAt(node));
        return element('li', {}, button);
      }),
    );
    map.dataset.bytes = String(shown.bytes);
    fill(shown, { x: 0, y: 0, width: map.clientWidth, height: map.clientHeight }, 0);
    map.replaceChildren(...nodes.keys());
    map.firstElementChild?.setAttribute('tabindex', '0');
  }

  /** Puts the parts of `node` into `rect`. @type {(node: Node, rect: Rect, level: number) => void} */
  function fill(node, rect, level) {
    const parts = node.children.length > 0 ? node.children : [node];
    const rects = squarify(parts.map((part) => part.bytes), rect);
    for (const [i, part] of parts.entries()) {
      const { x, y, width, height } = rects[i];
      const small = Math.min(width, height) < LEAST_SIDE || width * height < LEAST_AREA;
      if (level > 0 && small) continue;
      nodes.set(tile(part, rects[i], level), part);
      const inner = { x: x + BORDER, y: y + STRIP, width: width - 2 * BORDER, height: height - STRIP - BORDER };
      const room = inner.width > STRIP && inner.height > STRIP;
      if (part.children.length > 0 && level + 1 < LEVELS && room) fill(part, inner, level + 1);
    }
  }

  /** @type {(node: Node, rect: Rect, level: number) => HTMLElement} */
  function tile(node, { x, y, width, height }, level) {
    const made = element('div', {
      class: `tile ${node.children.length > 0 ? 'group' : ''} ${node.matching === 0 ? 'dim' : ''}`,
      role: node.children.length > 0 ? 'button' : 'img',
      tabindex: -1,
      'aria-label': `${shortened(node.name)}, ${bytes(node.bytes)}, ${percent(node.bytes, root.bytes)} of the file`,
      'data-level': level,
      'data-bytes': node.bytes,
      'data-name': shortened(node.name),
    });
    if (width > 2 * STRIP && height > STRIP - BORDER) made.append(element('span', {}, shortened(label(node))));
    Object.assign(made.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    made.style.setProperty('--hue', String(Math.round(node.hue)));
    return made;
  }

  /** @type {(event: Event) => [HTMLElement, Node] | undefined} */
  function at(event) {
    const tile = /** @type {Element} */ (event.target).closest('.tile');
    const node = tile && nodes.get(tile);
    return tile && node ? [/** @type {HTMLElement} */ (tile), node] : undefined;
  }

  /** The next tile of the same level in that direction. @type {(tile: Element, step: 1 | -1) => Element | undefined} */
  function beside(tile, step) {
    const parent = nodes.get(tile)?.parent;
    const level = [...nodes].filter(([, node]) => node.parent === parent).map(([tile]) => tile);
    return level[level.indexOf(tile) + step];
  }

  /** What the keys do at a tile. @type {(key: string, tile: Element, node: Node) => boolean} */
  function pressed(key, tile, node) {
    const tileOf = (/** @type {Node | undefined} */ wanted) => [...nodes].find(([, node]) => node === wanted)?.[0];
    /** @type {Record<string, Element | undefined>} */
    const steps = {
      ArrowRight: beside(tile, 1),
      ArrowLeft: beside(tile, -1),
      ArrowDown: tileOf(node.children[0]),
      ArrowUp: tileOf(node.parent),
    };
    const next = steps[key];
    if (next !== undefined) focus(next);
    else if ((key === 'Enter' || key === ' ') && node.children.length > 0) lookAt(node);
    else return key in steps;
    return true;
  }

  map.addEventListener('click', (event) => {
    const [, node] = at(event) ?? [];
    // A thing without parts is seen better in its group.
    const group = node?.children.length === 0 ? node.parent : node;
    if (group !== undefined && group !== shown) lookAt(group);
  });
  const section = element('section', { class: 'map' }, element('nav', { 'aria-label': 'What is looked at' }, way), map, about);
  section.addEventListener('keydown', (event) => {
    const found = at(event);
    if (event.key === 'Escape' && shown.parent !== undefined) lookAt(shown.parent);
    else if (found !== undefined && pressed(event.key, ...found)) event.preventDefault();
  });
  for (const kind of ['pointerover', 'focusin']) {
    map.addEventListener(kind, (event) => {
      const [, node] = at(event) ?? [];
      if (node !== undefined) say(node);
    });
  }
  map.addEventListener('pointerleave', () => say(shown));
  new ResizeObserver(draw).observe(map);
  say(root);

  return {
    element: section,
    /**
     * Dims what does not match, and says how much does.
     *
     * @param {import('./search.js').Matches | undefined} matches
     */
    search(matches) {
      const things = setMatching(root, matches);
      for (const [tile, node] of nodes) tile.classList.toggle('dim', node.matching === 0);
      const part = `${bytes(root.matching)}, ${percent(root.matching, root.bytes)} of the file`;
      return `${count(things)} of ${count(root.things)} things match: ${part}`;
    },
  };
}
