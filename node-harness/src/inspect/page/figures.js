/** Figures in words. */

const grouped = new Intl.NumberFormat('en-US');

/** @param {number} number */
export const count = (number) => grouped.format(number);

/** @param {number} number */
export const bytes = (number) => `${grouped.format(number)} B`;

/** @param {number} number a difference in bytes, which always has its sign */
export const delta = (number) => `${number > 0 ? '+' : number < 0 ? '−' : '±'}${bytes(Math.abs(number))}`;

/**
 * A size in the unit that keeps it short, for labels.
 *
 * @param {number} number of bytes
 */
export function size(number) {
  if (number < 1024) return `${number} B`;
  const [unit, name] = number < 1024 ** 2 ? [1024, 'KiB'] : number < 1024 ** 3 ? [1024 ** 2, 'MiB'] : [1024 ** 3, 'GiB'];
  const value = number / unit;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${name}`;
}

/**
 * @param {number} part
 * @param {number} whole
 */
export const percent = (part, whole) => (whole === 0 ? '-' : `${((part * 100) / whole).toFixed(1)} %`);

/**
 * @param {number} number
 * @param {string} one
 * @param {string} [many]
 */
export const things = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

/** @param {number} ms */
export const duration = (ms) => (ms < 1 ? `${Math.round(ms * 1000)} µs` : ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`);
