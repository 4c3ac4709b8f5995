import { fail } from './error.js';
import { place, placing, take } from './place.js';
import { part, view } from './view.js';

/** @typedef {import('./place.js').Placed} Placed */

/**
 * @typedef {object} GuestText text to and from a guest, as UTF-8
 * @property {(ptr: number, len: number) => string} read the text at an address, with its length in bytes. Bytes that are
 *   none are an error, for silently replaced characters hide a wrong pointer
 * @property {(ptr: number, len?: number) => string} take the same of a block that the guest gives away, which goes back
 *   to the heap; the heap that the host keeps knows its length
 * @property {(text: string) => Placed} write puts text into a block of its own: `release` it, unless the guest takes it over
 * @property {<R>(text: string, use: (ptr: number, len: number) => R) => R} with has text in memory for as long as `use`
 *   runs, even if that throws
 * @property {(placed: Placed) => void} release gives a block back
 */

/** From this length in bytes on the strict decoder, which reads everything twice, is slower than a look at what it was for. */
const LONG = 1000;

const encoder = new TextEncoder();
// A byte order mark is a character like any other: what the guest wrote is what
// the host reads.
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The part that passes text, as `guest.text`. A lone surrogate becomes U+FFFD.
 * Short text is twice as fast with the part `shortText`.
 *
 * @param {{ text: GuestText }} added
 */
export function text(added) {
  const guest = /** @type {any} */ (added);
  guest.text ??= /** @type {GuestText} */ ({
    read: (ptr, len) => readText(guest, ptr, len),
    take(ptr, len = guest.heap.sizeOf(ptr)) {
      try {
        return this.read(ptr, len);
      } finally {
        guest.trapped || guest.dealloc(ptr, len);
      }
    },
    write: (text) => place(guest, encoder.encode(text)),
    with(text, use) {
      // No character takes more than three bytes for each of its code units.
      const room = text.length * 3;
      const ptr = take(guest, room);
      try {
        return use(ptr, encode(guest, text, ptr));
      } finally {
        guest.trapped || guest.dealloc(ptr, room);
      }
    },
    release: ({ ptr, len }) => guest.dealloc(ptr, len),
  });
  return () => placing(guest);
}

/**
 * Writes `text` into the block at `ptr`, which has room for it.
 *
 * @param {any} guest
 * @param {string} text
 * @param {number} ptr
 * @returns {number} how many bytes it takes
 */
function encode(guest, text, ptr) {
  const { length } = text;
  const u8 = view(guest, ptr, length * 3, 'writing');
  const short = guest.shortText?.encode(text, u8, ptr);
  if (short !== undefined) return short;
  if (guest.own) return encoder.encodeInto(text, new Uint8Array(guest.own, ptr, length * 3)).written;
  // Browsers refuse to encode into a memory that is shared between threads.
  const bytes = encoder.encode(text);
  u8.set(bytes, ptr);
  return bytes.length;
}

/**
 * @param {any} guest
 * @param {number} ptr
 * @param {number} len in bytes
 * @returns {string}
 */
export function readText(guest, ptr, len) {
  const short = guest.shortText?.decode(view(guest, ptr, len, 'reading text'), ptr >>> 0, len);
  if (short !== undefined) return short;
  const bytes = part(guest, ptr, len, 'reading text');
  try {
    if (len > LONG) {
      const text = lossy.decode(bytes);
      if (!text.includes('\ufffd')) return text;
    }
    return strict.decode(bytes);
  } catch (cause) {
    return fail('ERR_NOT_UTF8', ptr, bytes, cause);
  }
}
