import { fail } from './error.js';
import { place } from './place.js';
import { part } from './view.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Half of a surrogate pair without the other half. */
const LONE = /\p{Surrogate}/u;

/** @param {number} code */
const isHigh = (code) => code >> 10 === 0xd800 >> 10;
/** @param {number} code */
const isLow = (code) => code >> 10 === 0xdc00 >> 10;

/**
 * What becomes of half a surrogate pair, which a string of JavaScript can hold
 * and UTF-8 cannot.
 *
 * - `lossy`: U+FFFD, as the engine has it;
 * - `throw`: an error that says where it is;
 * - `wtf8`: three bytes, as any other code unit, which are text again when they
 *   are read: nothing is lost. Format: "The WTF-8 encoding", https://wtf-8.codeberg.page
 *
 * @typedef {'lossy' | 'throw' | 'wtf8'} Surrogates
 */

/**
 * The part that changes how `guest.text` treats them. It comes after `text`.
 *
 * @param {Surrogates} [mode]
 */
export const surrogates = (mode = 'lossy') => (/** @type {import('./guest.js').CoreGuest} */ added) => {
  const guest = /** @type {any} */ (added);
  if (mode === 'lossy') return;
  const { text } = guest;

  /** @type {import('./text.js').GuestText['write']} */
  text.write = (string) => place(guest, mode === 'wtf8' ? encodeWtf8(string) : encodeStrictly(string));

  text.with = exactly(guest);

  if (mode === 'wtf8') {
    /** @type {import('./text.js').GuestText['read']} */
    text.read = (ptr, len) => {
      const bytes = part(guest, ptr, len, 'reading text');
      return decodeWtf8(bytes) ?? fail('ERR_NOT_UTF8', ptr, bytes);
    };
  }
};

/**
 * `text.with` in a block that is as long as the text.
 *
 * @param {any} guest
 * @returns {import('./text.js').GuestText['with']}
 */
export const exactly = (guest) => (string, use) => {
  const { ptr, len } = guest.text.write(string);
  try {
    return use(ptr, len);
  } finally {
    guest.trapped || guest.dealloc(ptr, len);
  }
};

/** @param {string} text */
function encodeStrictly(text) {
  const at = text.search(LONE);
  if (at >= 0) fail('ERR_LONE_SURROGATE', at, text.charCodeAt(at));
  return encoder.encode(text);
}

/** @param {string} text */
export function encodeWtf8(text) {
  if (!LONE.test(text)) return encoder.encode(text);
  const bytes = new Uint8Array(text.length * 3);
  let at = 0;
  // Whole characters and lone halves in turn.
  for (const piece of text.split(/(\p{Surrogate})/u)) {
    const code = piece.charCodeAt(0);
    if (piece.length === 1 && (isHigh(code) || isLow(code))) {
      bytes.set([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)], at);
      at += 3;
    } else at += encoder.encodeInto(piece, bytes.subarray(at)).written;
  }
  return bytes.subarray(0, at);
}

/**
 * The text in WTF-8, undefined if it is none: two halves that make a pair have
 * four bytes together, and not three each.
 *
 * @param {Uint8Array} bytes
 */
export function decodeWtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    // Then it is no UTF-8, but perhaps more than that.
  }
  try {
    let text = '';
    let from = 0;
    for (let at = 0; (at = bytes.indexOf(0xed, at)) >= 0; at++) {
      // In UTF-8 the byte after 0xed is less than 0xa0.
      if (!(bytes[at + 1] >= 0xa0)) continue;
      const code = 0xd000 | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
      const touches = at === from && isHigh(text.charCodeAt(text.length - 1));
      if (bytes[at + 2] >> 6 !== 2 || bytes[at + 1] >> 6 !== 2 || (touches && isLow(code))) return undefined;
      text += decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(code);
      from = at + 3;
    }
    return text + decoder.decode(bytes.subarray(from));
  } catch {
    return undefined;
  }
}
