/** Lessons that are made for a test, and end with it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

import { main } from '../command-line.js';

/** A repository that has only lessons. */
export const root = mkdtempSync(join(tmpdir(), 'lessons-test-'));
after(() => rmSync(root, { recursive: true }));
let number = 0;

/**
 * A lesson with this page, and these files beside it.
 *
 * @param {string} page
 * @param {{ [name: string]: string }} [files]
 */
export function lesson(page, files = {}) {
  const name = `${String((number += 1)).padStart(2, '0')}-lesson`;
  const folder = join(root, 'examples', name);
  mkdirSync(folder, { recursive: true });
  const readme = join(folder, 'README.md');
  for (const [file, text] of Object.entries({ ...files, 'README.md': page })) writeFileSync(join(folder, file), text);
  return {
    folder,
    page: () => readFileSync(readme, 'utf8'),
    /**
     * @param {'run' | 'check' | 'bless'} purpose
     * @param {string[]} options
     */
    async run(purpose, ...options) {
      /** @type {string[]} */
      const said = [];
      const out = { log: said.push.bind(said), error: said.push.bind(said) };
      const code = await main(root, [purpose, name, ...options], out);
      return { code, said: said.join('\n') };
    },
  };
}
