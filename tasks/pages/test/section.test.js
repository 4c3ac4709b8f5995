import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { writeSection } from '../section.js';

test('a text replaces that of its section, and a page without one is named and left alone', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'section-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const page = join(folder, 'page.md');
  writeFileSync(page, 'Before.\n\n<!-- one -->\n\nold\n\n<!-- /one -->\n\n<!-- two -->\n<!-- /two -->\n');
  writeSection(page, 'one', 'costs $& and $1\n');
  writeSection(page, 'two', 'second');
  const written = 'Before.\n\n<!-- one -->\n\ncosts $& and $1\n\n<!-- /one -->\n\n<!-- two -->\n\nsecond\n\n<!-- /two -->\n';
  assert.equal(readFileSync(page, 'utf8'), written);
  assert.throws(() => writeSection(page, 'three', ''), /page\.md has no lines "<!-- three -->" and "<!-- \/three -->"/);
  assert.equal(readFileSync(page, 'utf8'), written);
});
