/** What the program has put into the page, and how it is packed. */

/** @typedef {number | boolean | null | number[]} Cell a figure, or indices of strings */
/**
 * @typedef {object} Column
 * @property {string} title
 * @property {'text' | 'name' | 'list' | 'bytes' | 'delta' | 'number' | 'percent'} kind
 * @property {number} at where its value is in a row
 * @property {boolean} [total] whether the sum of all rows means something
 * @property {boolean} [choose] whether rows are chosen by its values
 * @property {number} [mark] where a row says that the figure is approximate
 */
/**
 * @typedef {object} Table
 * @property {string} id
 * @property {string} title
 * @property {string} [note]
 * @property {number} whole what 100 % are
 * @property {Column[]} columns
 * @property {Cell[][]} rows
 */
/** @typedef {[name: number, content: number | Packed[]]} Packed a thing and its bytes, or a group */
/** @typedef {[begin: number, end: number, between: string]} PackedString */
/**
 * @typedef {object} Report the parts of a matrix report that are drawn
 * @property {Record<string, string[]>} axes
 * @property {{ cell: Record<string, string>, bytes: Record<string, number>, brotli_quality?: number }[]} rows
 * @property {{ cell: Record<string, string>, message: string }[]} [failures]
 */
/**
 * @typedef {object} Page
 * @property {string} title
 * @property {string[]} lead
 * @property {Packed[]} [treemap]
 * @property {Report} [report]
 * @property {Table[]} tables
 * @property {{ title: string, text: string }[]} notes
 * @property {PackedString[]} strings
 */

/**
 * Reads the data of this page.
 *
 * @returns {Page}
 */
export function read() {
  return JSON.parse(/** @type {HTMLElement} */ (document.getElementById('data')).textContent ?? '');
}

/**
 * The strings, which are sorted: of each one there is how many characters at its
 * beginning and at its end are those of the one before it, and what is between.
 *
 * @param {PackedString[]} packed
 */
export function unpack(packed) {
  let before = '';
  return packed.map(([begin, end, between]) => {
    before = before.slice(0, begin) + between + before.slice(before.length - end);
    return before;
  });
}
