/**
 * How many letters must be put in, taken out, replaced or swapped with the next
 * one to make `b` of `a` (optimal string alignment distance).
 *
 * @param {string} a
 * @param {string} b
 */
function distance(a, b) {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i || j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = table[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      table[i][j] = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.length][b.length];
}

/**
 * The name that was most likely meant by `word`; undefined if none is near.
 *
 * @param {string} word
 * @param {Iterable<string>} names
 */
export function nearest(word, names) {
  // A third of the letters wrong is a slip; more is another word. What a name
  // begins with is often typed by itself.
  let best = { name: /** @type {string | undefined} */ (undefined), wrong: Math.max(1, Math.floor(word.length / 3)) + 1 };
  for (const name of names) {
    const wrong = word.length > 1 && name.startsWith(word) ? 0.5 : distance(word, name);
    if (wrong < best.wrong) best = { name, wrong };
  }
  return best.name;
}

/**
 * A sentence for the end of an error: "Did you mean `…`?", or nothing.
 *
 * @param {string} word
 * @param {Iterable<string>} names
 */
export function didYouMean(word, names) {
  const name = nearest(word, names);
  return name === undefined ? '' : ` Did you mean \`${name}\`?`;
}
