/** Figures in words, as `bytes.rs` writes them in the other formats. */

const grouped = new Intl.NumberFormat('en-US');

/** @param {number} number */
export const count = (number) => grouped.format(number);

/** @param {number} number */
export const bytes = (number) => `${grouped.format(number)} B`;

/** @param {number} number a difference in bytes, which always has its sign */
export const delta = (number) => `${number > 0 ? '+' : number < 0 ? '−' : '±'}${bytes(Math.abs(number))}`;

/**
 * @param {number} part
 * @param {number} whole
 */
export const percent = (part, whole) => (whole === 0 ? '-' : `${((part * 100) / whole).toFixed(1)} %`);
