import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { brokenLinks } from '../links.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

test('every relative link of every page in this repository leads somewhere', () => {
  const pages = execFileSync('git', ['ls-files', '*.md'], { cwd: repository, encoding: 'utf8' }).trim().split('\n');
  assert.ok(pages.includes('README.md'));
  assert.deepEqual(pages.flatMap((page) => brokenLinks(repository, page)), []);
});

test('a link to no file and one to no heading are named with their lines', () => {
  const root = mkdtempSync(join(tmpdir(), 'links-'));
  mkdirSync(join(root, 'docs'));
  writeFileSync(join(root, 'README.md'), '# Two `words`\n\n## Again\n\n## Again\n');
  writeFileSync(
    join(root, 'docs/page.md'),
    '[a](../README.md#two-words) [b](../README.md#again-1) [c](..) [d](https://example.org/none) [e](../none.md)\n\n[f](../README.md#three-words)\n\n![g](none.svg) [h](#here)\n',
  );
  const broken = brokenLinks(root, 'docs/page.md');
  rmSync(root, { recursive: true });
  assert.deepEqual(broken, [
    'docs/page.md:1: the link ../none.md leads nowhere: there is no none.md. Next step: correct the link',
    'docs/page.md:3: the link ../README.md#three-words leads nowhere: README.md has no heading #three-words. Next step: correct the link',
    'docs/page.md:5: the link none.svg leads nowhere: there is no docs/none.svg. Next step: correct the link',
    'docs/page.md:5: the link #here leads nowhere: docs/page.md has no heading #here. Next step: correct the link',
  ]);
});
