/** The colours of the style sheet, for what is painted. */

/** @typedef {[red: number, green: number, blue: number]} Colour each from 0 to 255 */

const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

/**
 * A custom property of the page as numbers.
 *
 * @param {string} name
 * @returns {Colour}
 */
export function colour(name) {
  if (probe === null) return [128, 128, 128];
  probe.fillStyle = cssColour(name);
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** @param {string} name */
export const cssColour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * Calls when the page changes between light and dark.
 *
 * @param {() => void} listener
 */
export function onSchemeChange(listener) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', listener);
}

/**
 * A hue in degrees that a name always has.
 *
 * @param {string} name
 */
export function hueOf(name) {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 360;
}
