import { readFileSync } from 'node:fs';

import { HarnessError } from './harness-error.js';

/**
 * The bytes of a file, or an error that says what to do.
 *
 * @param {string} path
 */
export function readNow(path) {
  try {
    return readFileSync(path);
  } catch (cause) {
    return cannotRead(path, cause);
  }
}

/**
 * Throws for a file that cannot be read.
 *
 * @param {string} path
 * @param {unknown} cause
 * @returns {never}
 */
export function cannotRead(path, cause) {
  const code = /** @type {NodeJS.ErrnoException} */ (cause).code;
  if (code === 'ENOENT') {
    throw new HarnessError(
      'ERR_CANNOT_READ',
      `cannot read ${path}: there is no such file. Build the guest with \`make guest\`, or give another path.`,
      { cause },
    );
  }
  const reason = code === 'EISDIR' ? 'it is a directory' : String(code ?? cause);
  throw new HarnessError(
    'ERR_CANNOT_READ',
    `cannot read ${path}: ${reason}. Give the path of a .wasm file that you may read.`,
    { cause },
  );
}
