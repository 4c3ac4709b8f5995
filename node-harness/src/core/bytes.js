import { fail } from './error.js';
import { place, placing } from './place.js';
import { view } from './view.js';

/** @typedef {import('./place.js').Placed} Placed */
/**
 * A typed array as a class.
 *
 * @template T
 * @typedef {{ new (buffer: ArrayBufferLike, offset: number, length: number): T, name: string, BYTES_PER_ELEMENT: number }} Kind
 */

/**
 * @typedef {object} GuestBytes bytes and arrays of numbers to and from a guest
 * @property {<T extends ArrayBufferView = Uint8Array>(ptr: number, length: number, kind?: Kind<T>) => T} view that many
 *   numbers where they are, bytes unless told. They are for use at once: when memory grows, which any call of the guest
 *   may do, the array is detached and has length 0
 * @property {<T extends ArrayBufferView = Uint8Array>(ptr: number, length: number, kind?: Kind<T>) => T} read a copy of
 *   the same, which stays as it is
 * @property {(data: ArrayBufferView) => Placed} write puts bytes, or those of an array of numbers, into a block of their
 *   own: `release` it, unless the guest takes it over
 * @property {<R>(data: ArrayBufferView, use: (ptr: number, len: number) => R) => R} with has them in memory for as long as
 *   `use` runs, even if that throws; `len` is in bytes
 * @property {(placed: Placed) => void} release gives a block back
 */

/**
 * The part that passes bytes and arrays of numbers, as `guest.bytes`.
 *
 * @param {{ bytes: GuestBytes }} added
 */
export function bytes(added) {
  const guest = /** @type {any} */ (added);
  /** @type {(ptr: number, length: number, kind?: any) => any} */
  const at = (ptr, length, kind = Uint8Array) => {
    const { BYTES_PER_ELEMENT: size, name } = kind;
    const addr = ptr >>> 0;
    if (addr % size) fail('ERR_UNALIGNED', addr, name, size);
    // A length in bytes is one of 32 bits, and a larger one past the end as well.
    const len = Math.min((length >>> 0) * size, 0xffffffff);
    return new kind(view(guest, addr, len, 'reading bytes').buffer, addr, length >>> 0);
  };
  /** @type {GuestBytes['write']} */
  const write = ({ buffer, byteOffset, byteLength }) => place(guest, new Uint8Array(buffer, byteOffset, byteLength));

  guest.bytes ??= /** @type {GuestBytes} */ ({
    view: at,
    read: (ptr, length, kind) => at(ptr, length, kind).slice(),
    write,
    with(data, use) {
      const { ptr, len } = write(data);
      try {
        return use(ptr, len);
      } finally {
        guest.trapped || guest.dealloc(ptr, len);
      }
    },
    release: ({ ptr, len }) => guest.dealloc(ptr, len),
  });
  return () => placing(guest);
}
