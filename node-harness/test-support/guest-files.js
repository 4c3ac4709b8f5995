import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DEFAULT_GUEST } from '../src/repl/at-hand.js';

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The guest, and its build with the feature panic-message, as `make guest` leaves them. */
export const guestPath = inRepository(process.env.GUEST_WASM || DEFAULT_GUEST);
export const panicGuestPath = inRepository(process.env.GUEST_PANIC_WASM || 'target/guest-panic-message.wasm');

/** What a case names a guest, and where it is. @type {Record<string, string>} */
export const guestPaths = {
  guest: guestPath,
  'guest-panic-message': panicGuestPath,
  'guest-wasi': inRepository('target/wasm32-wasip1/release/guest-wasi.wasm'),
};

/**
 * Fails the test, never skips it, when a guest has not been built: a suite that
 * is green because it tested nothing is worse than a red one.
 *
 * @param {string} path
 */
export function mustExist(path) {
  assert.ok(existsSync(path), `${path} is not there: the end-to-end tests need the built guest. Run \`make guest\` first.`);
  return path;
}

/** @param {string} path */
function inRepository(path) {
  return resolve(repositoryRoot, path);
}
