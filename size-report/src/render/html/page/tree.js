import { bytes, count } from './figures.js';

/** @typedef {import('./data.js').Packed} Packed */
/** @typedef {import('./search.js').Matches} Matches */
/**
 * @typedef {object} Node
 * @property {string} name in full
 * @property {number} string the index of the name; -1 if the page has made it
 * @property {number} bytes
 * @property {number} things how many things without parts are in it
 * @property {Node[]} children the largest first
 * @property {Node | undefined} parent
 * @property {number} hue in degrees
 * @property {number} matching how many bytes of it are of things that match
 */

/** So many children are shown one by one; the smallest of more are put into groups. */
const MANY = 400;

/**
 * The tree of the whole file.
 *
 * @param {string} name
 * @param {Packed[]} packed
 * @param {string[]} strings
 */
export function treeOf(name, packed, strings) {
  const root = node(name, -1, unpacked(packed));
  setHues(root, 20, 340);
  return root;

  /** @type {(packed: Packed[]) => Node[]} */
  function unpacked(packed) {
    return packed.map(([string, content]) =>
      typeof content === 'number'
        ? node(strings[string], string, [], content)
        : node(strings[string], string, unpacked(content)),
    );
  }
}

/**
 * @param {string} name
 * @param {number} string
 * @param {Node[]} children
 * @param {number} [size] of a thing without parts
 * @returns {Node}
 */
function node(name, string, children, size = 0) {
  const sorted = children.filter((child) => child.bytes > 0).sort((a, b) => b.bytes - a.bytes);
  const shown = sorted.length > MANY ? withGroups(sorted) : sorted;
  /** @type {Node} */
  const made = {
    name,
    string,
    bytes: shown.reduce((sum, child) => sum + child.bytes, size),
    things: shown.reduce((sum, child) => sum + child.things, 0) || 1,
    children: shown,
    parent: undefined,
    hue: 0,
    matching: 0,
  };
  for (const child of shown) child.parent = made;
  return made;
}

/**
 * The largest half of [`MANY`], and the others in groups of things that are about
 * as large: as many groups as each has things.
 *
 * @param {Node[]} sorted
 */
function withGroups(sorted) {
  const [large, small] = [sorted.slice(0, MANY / 2), sorted.slice(MANY / 2)];
  const length = Math.ceil(Math.sqrt(small.length));
  for (let from = 0; from < small.length; from += length) {
    const part = small.slice(from, from + length);
    const [most, least] = [part[0].bytes, part[part.length - 1].bytes];
    const range = most === least ? bytes(least) : `${bytes(least)} to ${bytes(most)}`;
    large.push(node(`${count(part.length)} of ${range} each`, -1, part));
  }
  return large.sort((a, b) => b.bytes - a.bytes);
}

/**
 * Colours: the children divide the hues of their parent among themselves, as they
 * divide its bytes.
 *
 * @param {Node} parent
 * @param {number} from
 * @param {number} width
 */
function setHues(parent, from, width) {
  parent.hue = from + width / 2;
  for (const child of parent.children) {
    const share = (width * child.bytes) / parent.bytes;
    setHues(child, from, share);
    from += share;
  }
}

/**
 * Notes in each node how many bytes of it match, and says how many things do.
 *
 * @param {Node} node
 * @param {Matches | undefined} matches
 * @returns {number}
 */
export function setMatching(node, matches) {
  if (node.children.length === 0) {
    const found = matches === undefined || (node.string >= 0 && matches(node.string));
    node.matching = found ? node.bytes : 0;
    return Number(found);
  }
  let things = 0;
  node.matching = 0;
  for (const child of node.children) {
    things += setMatching(child, matches);
    node.matching += child.matching;
  }
  return things;
}

/**
 * From the root to `node`.
 *
 * @param {Node} node
 * @returns {Node[]}
 */
export function wayTo(node) {
  return node.parent === undefined ? [node] : [...wayTo(node.parent), node];
}

/**
 * The name without what the groups around it say already.
 *
 * @param {Node} node
 */
export function label(node) {
  let text = node.name;
  for (const { name } of wayTo(node).slice(1, -1)) {
    for (const end of ['::', ' ']) {
      if (text.startsWith(name + end)) text = text.slice(name.length + end.length);
    }
  }
  return text;
}
