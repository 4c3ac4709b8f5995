import { statSync } from 'node:fs';

/**
 * How often a file is looked at. It counts as complete when it is the same twice
 * in a row, so a new one is noticed within two looks.
 */
const LOOKS_EVERY_MS = 20;

/**
 * What a file is at a moment: another file in its place, or one that was written
 * to, is another version. Undefined if there is none.
 *
 * @param {string} path
 */
export function versionOf(path) {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && { key: `${stats.dev} ${stats.ino} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`, writtenMs: Math.max(Number(stats.mtimeMs), Number(stats.ctimeMs)) };
}

/** @typedef {ReturnType<typeof versionOf>} Version */

/**
 * Calls `onChange` when there is another version of a file than the one that is
 * in use, and it is complete: one that is written piece by piece is waited for.
 *
 * It is looked at rather than listened to: cargo unlinks the file and links a
 * new one in its place, `cargo clean` takes the folder away, and what a system
 * reports of that differs from system to system.
 *
 * @param {string} path
 * @param {() => Version} inUse
 * @param {(version: NonNullable<Version>) => void} onChange has to see to it that this version is in use
 * @returns {() => void} ends it
 */
export function watchForChange(path, inUse, onChange) {
  /** @type {string | undefined} */
  let last;
  const timer = setInterval(() => {
    const now = versionOf(path);
    const complete = now !== undefined && now.key === last;
    last = now?.key;
    if (complete && now.key !== inUse()?.key) onChange(now);
  }, LOOKS_EVERY_MS);
  return () => clearInterval(timer);
}
