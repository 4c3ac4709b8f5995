import assert from 'node:assert/strict';
import { test } from 'node:test';

import { unpack } from '../../src/render/html/page/data.js';
import { label, setMatching, treeOf, wayTo } from '../../src/render/html/page/tree.js';

/** @typedef {import('../../src/render/html/page/tree.js').Node} Node */

const strings = unpack([
  [0, 0, 'a'],
  [1, 0, '::b::one'],
  [6, 0, 'two'],
  [0, 0, 'b'],
  [0, 0, 'code'],
]);

/** @type {(node: Node) => Node[]} */
const leaves = (node) => (node.children.length === 0 ? [node] : node.children.flatMap(leaves));

test('strings are unpacked', () => {
  assert.deepEqual(strings, ['a', 'a::b::one', 'a::b::two', 'b', 'code']);
  assert.deepEqual(unpack([[0, 0, 'añb'], [1, 1, 'x']]), ['añb', 'axb']);
});

test('a group has the bytes of its parts, the largest first, and nothing of no bytes', () => {
  const root = treeOf('file', [[4, [[0, [[3, [[1, 5], [2, 9], [0, 0]]]]]]], [4, 8]], strings);
  assert.equal(root.bytes, 22);
  assert.equal(root.things, 3);
  const [two, one] = leaves(root);
  assert.deepEqual([two.name, two.bytes, one.name], ['a::b::two', 9, 'a::b::one']);
  assert.deepEqual(wayTo(two).map(({ name }) => name), ['file', 'code', 'a', 'b', 'a::b::two']);
  assert.equal(label(two), 'two');
});

test('what matches is counted and weighed at every level', () => {
  const root = treeOf('file', [[4, [[1, 5], [2, 9]]], [3, 8]], strings);
  assert.equal(setMatching(root, (string) => string === 1), 1);
  assert.deepEqual([root.matching, root.children[0].matching, root.children[1].matching], [5, 5, 0]);
  assert.equal(setMatching(root, undefined), 3);
  assert.equal(root.matching, 22);
});

test('of very many things, none is lost and no group has more than can be drawn', () => {
  const many = Array.from({ length: 60_000 }, (_, i) => /** @type {[number, number]} */ ([i % 4, 1 + (i % 977)]));
  const root = treeOf('file', many, strings);
  assert.equal(root.things, 60_000);
  assert.equal(root.bytes, many.reduce((sum, [, bytes]) => sum + bytes, 0));
  assert.equal(leaves(root).length, 60_000);
  /** @type {(node: Node) => number} */
  const widest = (node) => Math.max(node.children.length, ...node.children.map(widest));
  assert.ok(widest(root) < 500, `${widest(root)}`);
});
