/** What came of a case. @typedef {{ suite: string, name: string, error?: string }} Result */

/**
 * Runs every case, one after another, where there is no runner of tests.
 *
 * @param {Record<string, import('./suites.js').Cases>} suites
 * @param {import('./suites.js').Host} host
 * @returns {Promise<Result[]>}
 */
export async function runCases(suites, host) {
  const results = [];
  for (const [suite, cases] of Object.entries(suites)) {
    for (const [name, body] of Object.entries(cases)) {
      try {
        await body(host);
        results.push({ suite, name });
      } catch (error) {
        results.push({ suite, name, error: String(/** @type {any} */ (error)?.stack ?? error) });
      }
    }
  }
  return results;
}
