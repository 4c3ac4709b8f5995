/** How many UTF-16 code units the texts have. */
export const LENGTHS = [3, 16, 64, 256, 4096, 65536];

/** What the texts are made of: all ASCII, some of it not, none of it. @type {Record<string, string>} */
const ALPHABETS = { ASCII: 'The quick brown fox. ', European: 'Grüße, dîner à Łódź. ', Chinese: '你好世界天地玄黄' };

export const KINDS = Object.keys(ALPHABETS);

/**
 * Eight texts of one kind and length, each a flat string, as one is that came
 * from elsewhere.
 *
 * @param {string} kind
 * @param {number} length
 */
export function textsOf(kind, length) {
  const alphabet = ALPHABETS[kind];
  const long = alphabet.repeat(Math.ceil(length / alphabet.length) + 1);
  return Array.from({ length: 8 }, (_, i) => Buffer.from(long.slice(i, i + length)).toString());
}
