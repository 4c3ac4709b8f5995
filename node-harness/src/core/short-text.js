/** Up to this many UTF-16 code units a loop is faster than a call of the engine. */
const SHORT = 32;

const codes = new Int32Array(2 * SHORT);

/**
 * The part that makes `text` of a few characters take half the time: the loops here do
 * what a call of the engine takes longer to begin with. Longer text is left to the engine.
 *
 * @param {object} guest
 */
export function shortText(guest) {
  /** @type {any} */ (guest).shortText = { encode, decode };
}

/**
 * Writes text as UTF-8; a lone surrogate becomes U+FFFD.
 *
 * @param {string} text
 * @param {Uint8Array} u8 has room for three bytes a code unit
 * @param {number} ptr
 * @returns {number | undefined} how many bytes it takes, or nothing where the engine is faster
 */
function encode(text, u8, ptr) {
  const { length } = text;
  if (length > SHORT) return;
  let i = 0;
  // Not beyond the end: where that was seen once, the engine takes the code for a float, twice as slow.
  for (let code; i < length && (code = text.charCodeAt(i)) < 0x80; i++) u8[ptr + i] = code;
  let at = ptr + i;
  for (; i < length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) u8[at++] = code;
    else {
      if (code < 0x800) u8[at++] = 0xc0 | (code >> 6);
      else {
        if ((code & 0xf800) !== 0xd800) u8[at++] = 0xe0 | (code >> 12);
        else {
          code = /** @type {number} */ (text.codePointAt(i));
          if (code > 0xffff) {
            i++;
            u8[at++] = 0xf0 | (code >> 18);
            u8[at++] = 0x80 | ((code >> 12) & 63);
          } else {
            code = 0xfffd;
            u8[at++] = 0xef;
          }
        }
        u8[at++] = 0x80 | ((code >> 6) & 63);
      }
      u8[at++] = 0x80 | (code & 63);
    }
  }
  return at - ptr;
}

/**
 * Reads UTF-8.
 *
 * @param {Uint8Array} u8
 * @param {number} ptr
 * @param {number} len in bytes
 * @returns {string | undefined} nothing where the engine is faster, or has to say what is wrong
 */
function decode(u8, ptr, len) {
  // Where one of two bytes is ASCII, many are, and of those engines are faster.
  if (len > 2 * SHORT || (len > SHORT && (u8[ptr + (len >> 1)] & u8[ptr + (len >> 2)]) < 0x80)) return;
  const n = units(u8, ptr, ptr + len);
  if (n < 0 || n > SHORT) return;
  for (let i = n; i & 7; i++) codes[i] = 0;
  return first(n).slice(0, n);
}

/**
 * At least the first `n` of `codes`, a multiple of eight. Arguments that are written out take half the time of
 * those of an array, and a part of a string is not copied.
 *
 * @param {number} n
 */
function first(n) {
  const c = codes;
  // prettier-ignore
  return n <= 8 ? String.fromCharCode(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7])
    : n <= 16 ? String.fromCharCode(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12], c[13], c[14], c[15])
    : n <= 24 ? String.fromCharCode(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12], c[13], c[14], c[15], c[16], c[17], c[18], c[19], c[20], c[21], c[22], c[23])
    : String.fromCharCode(c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8], c[9], c[10], c[11], c[12], c[13], c[14], c[15], c[16], c[17], c[18], c[19], c[20], c[21], c[22], c[23], c[24], c[25], c[26], c[27], c[28], c[29], c[30], c[31]);
}

/**
 * The bytes from `at` to `end` as code units in `codes`, by the table of well-formed
 * sequences of the Unicode Standard (3-7).
 *
 * @param {Uint8Array} u8
 * @param {number} at
 * @param {number} end
 * @returns {number} how many
 */
function units(u8, at, end) {
  let n = 0;
  for (let code; at < end && (code = u8[at]) < 0x80; at++) codes[n++] = code;
  while (at < end) {
    let code = u8[at++];
    if (code >= 0x80) {
      // Of a byte that goes on with a sequence, and of no other, this leaves six bits.
      const b = u8[at++] ^ 0x80;
      if (code < 0xe0) {
        if (code < 0xc2 || b > 63) return -1;
        code = ((code & 31) << 6) | b;
      } else {
        const c = u8[at++] ^ 0x80;
        if ((b | c) > 63) return -1;
        code = ((code & 31) << 12) | (b << 6) | c;
        if (code < 0x10000) {
          if (code < 0x800 || (code & 0xf800) === 0xd800) return -1;
        } else {
          const d = u8[at++] ^ 0x80;
          code = ((code & 0xffff) << 6) | d;
          if (d > 63 || code < 0x10000 || code > 0x10ffff) return -1;
          codes[n++] = 0xd7c0 + (code >> 10);
          code = 0xdc00 | (code & 0x3ff);
        }
      }
    }
    codes[n++] = code;
  }
  return at === end ? n : -1;
}
