import { readText } from './text.js';

/**
 * The part that takes lines of text from the guest.
 *
 * @param {import('./guest.js').CoreGuest} guest
 * @param {import('./guest.js').Imports} imports
 * @param {{ onLine?: (line: string) => void }} options
 */
export function lines(guest, { env }, { onLine = console.log }) {
  env.send_line ??= (/** @type {number} */ ptr, /** @type {number} */ len) => onLine(readText(guest, ptr, len));
}
