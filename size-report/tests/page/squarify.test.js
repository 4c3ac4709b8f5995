import assert from 'node:assert/strict';
import { test } from 'node:test';

import { squarify } from '../../src/render/html/page/squarify.js';

const rect = { x: 10, y: 20, width: 600, height: 400 };

/** @param {number[]} weights */
function laidOut(weights) {
  const rects = squarify(weights, rect);
  assert.equal(rects.length, weights.length);
  return rects;
}

test('areas are in proportion to weights, within the rectangle, and do not overlap', () => {
  const weights = [6, 6, 4, 3, 2, 2, 1];
  const rects = laidOut(weights);
  const perWeight = (600 * 400) / 24;
  const near = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) < 1e-6;
  for (const [i, { x, y, width, height }] of rects.entries()) {
    assert.ok(near(width * height, weights[i] * perWeight), `${i}`);
    assert.ok(x > 10 - 1e-6 && y > 20 - 1e-6 && x + width < 610 + 1e-6 && y + height < 420 + 1e-6, `${i}`);
    for (const other of rects.slice(i + 1)) {
      const beside = x + width <= other.x + 1e-6 || other.x + other.width <= x + 1e-6;
      const above = y + height <= other.y + 1e-6 || other.y + other.height <= y + 1e-6;
      assert.ok(beside || above, `${i} overlaps`);
    }
  }
});

test('the layout is the one of the paper', () => {
  // Figure 3 of "Squarified Treemaps": a row of 6 6, one of 4 3, then 2, 2, 1.
  const rects = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
  const rounded = rects.map(({ x, y, width, height }) => [x, y, width, height].map((side) => Math.round(side * 100) / 100));
  assert.deepEqual(rounded.slice(0, 4), [
    [0, 0, 3, 2],
    [0, 2, 3, 2],
    [3, 0, 1.71, 2.33],
    [4.71, 0, 1.29, 2.33],
  ]);
});

test('of many weights none is thin', () => {
  const weights = Array.from({ length: 400 }, (_, i) => 2000 - 4 * i);
  for (const { width, height } of laidOut(weights)) {
    assert.ok(Math.max(width / height, height / width) < 3);
  }
});

test('one weight has all of it, and no weight has nothing', () => {
  assert.deepEqual(laidOut([7]), [rect]);
  assert.deepEqual(laidOut([]), []);
});
