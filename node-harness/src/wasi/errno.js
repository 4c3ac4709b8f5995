/**
 * Why a call was refused: the numbers of `errno` in `wasi_snapshot_preview1.witx`
 * that this host answers.
 */
export const SUCCESS = 0;
export const BADF = 8;
export const BUSY = 10;
export const EXIST = 20;
export const FBIG = 22;
export const ILSEQ = 25;
export const INVAL = 28;
export const ISDIR = 31;
export const LOOP = 32;
export const NAMETOOLONG = 37;
export const NOENT = 44;
export const NOTDIR = 54;
export const NOTEMPTY = 55;
export const NOTSOCK = 57;
export const NOTSUP = 58;
export const PERM = 63;
export const SPIPE = 70;

/** Ends a call of the system with its number. No `Error`: a guest may ask a thousand times, and nobody reads the stack. */
export class Errno {
  /** @param {number} number */
  constructor(number) {
    this.number = number;
  }
}

/**
 * @param {number} number
 * @returns {never}
 */
export function refuse(number) {
  throw new Errno(number);
}

/**
 * Refuses a value that its type does not have.
 *
 * @param {number} value an enumeration or a set of flags
 * @param {number} most the largest that there is
 */
export function within(value, most) {
  if (value >>> 0 > most) refuse(INVAL);
}
