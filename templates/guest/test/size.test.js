import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';

import { path } from '../guest.js';

/** The most bytes that the module may have. `make size` is stricter: it fails for each byte more than the blessed size. */
const BUDGET_BYTES = 2_000;

test(`the module has ${BUDGET_BYTES} bytes at the most`, () => {
  const { size } = statSync(path);
  assert.ok(size <= BUDGET_BYTES, `${path} has ${size} bytes, ${size - BUDGET_BYTES} too many. Next step: \`size-report show\` it, or raise BUDGET_BYTES`);
});
