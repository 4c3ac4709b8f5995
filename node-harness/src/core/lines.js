import { GuestText } from './text.js';

/**
 * The part that takes lines of text from the guest.
 *
 * @param {any} guest
 * @param {import('./guest.js').Imports} imports
 * @param {{ onLine?: (line: string) => void }} options
 */
export function lines(guest, { env }, { onLine = console.log }) {
  const text = new GuestText(guest);
  env.send_line ??= (/** @type {number} */ ptr, /** @type {number} */ len) => onLine(text.read(ptr, len));
}
