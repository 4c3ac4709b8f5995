import assert from 'node:assert/strict';
import { suites } from '../test/cases/index.js';

/**
 * Reports what came of the cases elsewhere as subtests, and fails if one of them
 * was not run.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('./run-cases.js').Result[]} results
 */
export async function report(t, results) {
  const expected = Object.entries(suites).flatMap(([suite, cases]) => Object.keys(cases).map((name) => `${suite}: ${name}`));
  assert.deepEqual(results.map(({ suite, name }) => `${suite}: ${name}`), expected);
  for (const { suite, name, error } of results) await t.test(`${suite}: ${name}`, () => assert.equal(error, undefined));
}
