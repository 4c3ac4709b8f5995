import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compares `text` with the golden file of that name, in test/golden/;
 * `SNAPSHOTS=overwrite` writes it anew.
 *
 * @param {string} name
 * @param {string} text
 */
export function matchesGolden(name, text) {
  const path = fileURLToPath(new URL(`../test/golden/${name}`, import.meta.url));
  if (process.env.SNAPSHOTS === 'overwrite') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } else {
    assert.equal(text, readFileSync(path, 'utf8'), 'run with SNAPSHOTS=overwrite, and read what it changed');
  }
}
