/**
 * A number and what it counts: `1 page`, `12,345 bytes`.
 *
 * @param {number} count
 * @param {string} unit
 */
export const counted = (count, unit) => `${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`;
