/** @typedef {import('./heap-model.js').SiteUse} SiteUse */
/** @typedef {'live' | 'bytes' | 'mallocs'} Measure what the widths of a flame graph are */
/**
 * @typedef {object} Frame
 * @property {string} name
 * @property {number} value of it and all above it
 * @property {Map<string, Frame>} children
 * @property {Frame | undefined} parent
 * @property {Set<number>} sites those that go through it
 * @property {number} depth
 */

/**
 * @param {string} name
 * @param {Frame | undefined} parent
 * @returns {Frame}
 */
const frame = (name, parent) => ({ name, value: 0, children: new Map(), parent, sites: new Set(), depth: parent ? parent.depth + 1 : 0 });

/**
 * The stacks of all allocations, joined where they begin alike.
 *
 * @param {string[][]} stacks by number of the site, from the outermost function
 * @param {SiteUse[]} uses by number of the site
 * @param {Measure} measure
 */
export function flameTree(stacks, uses, measure) {
  const root = frame('all calls', undefined);
  for (const [site, use] of uses.entries()) {
    if (use === undefined || use[measure] === 0) continue;
    let at = root;
    take(at, site, use[measure]);
    for (const name of stacks[site] ?? []) {
      let next = at.children.get(name);
      if (next === undefined) at.children.set(name, (next = frame(name, at)));
      at = next;
      take(at, site, use[measure]);
    }
  }
  return root;
}

/**
 * @param {Frame} frame
 * @param {number} site
 * @param {number} value
 */
function take(frame, site, value) {
  frame.value += value;
  frame.sites.add(site);
}

/**
 * The frame at the same place of another tree, as far as it has one.
 *
 * @param {Frame} root
 * @param {Frame} wanted
 */
export function sameFrame(root, wanted) {
  let at = root;
  for (const { name } of wayTo(wanted).slice(1)) {
    const next = at.children.get(name);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/**
 * From the root to the frame.
 *
 * @param {Frame} frame
 * @returns {Frame[]}
 */
export const wayTo = (frame) => (frame.parent === undefined ? [frame] : [...wayTo(frame.parent), frame]);
