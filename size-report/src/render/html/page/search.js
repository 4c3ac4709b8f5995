/** @typedef {(string: number) => boolean} Matches whether the string of that index has what is looked for */

/**
 * A search among strings, whatever their case. Each string is looked at once,
 * however many rows show it.
 *
 * @param {string[]} strings
 * @returns {(wanted: string) => Matches | undefined} nothing if everything matches
 */
export function searchIn(strings) {
  /** @type {string[] | undefined} */
  let lower;
  return (wanted) => {
    const needle = wanted.trim().toLowerCase();
    if (needle === '') return undefined;
    lower ??= strings.map((string) => string.toLowerCase());
    const found = Uint8Array.from(lower, (string) => Number(string.includes(needle)));
    return (string) => found[string] === 1;
  };
}
