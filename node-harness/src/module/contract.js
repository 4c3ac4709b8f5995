/**
 * What the harness knows of the functions that it offers to guests, which a
 * module cannot say: the names of their parameters, which of these are the
 * pointer and the length of a text, and whether an address comes back.
 * docs/host.md has their meaning.
 *
 * @typedef {{ params: string[], texts?: [ptr: number, len: number][], result?: 'ptr' }} KnownImport
 */

/** @type {Record<string, KnownImport>} */
const ENV = {
  malloc: { params: ['size'], result: 'ptr' },
  aligned_alloc: { params: ['align', 'size'], result: 'ptr' },
  realloc: { params: ['ptr', 'size'], result: 'ptr' },
  free: { params: ['ptr'] },
  send_line: { params: ['ptr', 'len'], texts: [[0, 1]] },
  panic: {
    params: ['messagePtr', 'messageLen', 'filePtr', 'fileLen', 'line', 'column'],
    texts: [[0, 1], [2, 3]],
  },
};

/**
 * What is known of an import, undefined if it is not one that the harness offers.
 *
 * @param {string} module
 * @param {string} name
 * @returns {KnownImport | undefined}
 */
export function knownImport(module, name) {
  if (module === 'env' && Object.hasOwn(ENV, name)) return ENV[name];
  return module === 'Math' && Object.hasOwn(Math, name) ? { params: [] } : undefined;
}
