/** Runs a page from its first line to its last, in one session, and says what it found. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { environment } from './environment.js';
import { checkFigures } from './figures.js';
import { checkTools } from './made-with.js';
import { isNeed, meet } from './needs.js';
import { at } from './page-error.js';
import { parts, rewrite } from './page.js';
import { Session } from './session.js';
import { today } from './today.js';

/**
 * What a page is run for: `run` only wants every command to end as the page says; `check` compares what is on the page
 * as well; `bless` writes it there, and with `measure` the times too.
 *
 * @typedef {'run' | 'check' | 'bless'} Purpose
 *
 * `left` says what was left out or not compared, and why.
 * @typedef {{ bytes: number | undefined, result: string, left: string[], differences: import('./today.js').Difference[] }} Outcome
 */

/**
 * @param {string} page its path
 * @param {Purpose} purpose
 * @param {{ measure?: boolean }} [options]
 * @returns {Promise<Outcome>}
 */
export async function runPage(page, purpose, { measure = false } = {}) {
  const folder = dirname(page);
  const text = readFileSync(page, 'utf8');
  const all = parts(text).map((part) => {
    const { needs, madeWith } = part.kind === 'console' ? part : { needs: [], madeWith: [] };
    at(part.first, () => checkTools(madeWith));
    const words = [...needs, ...madeWith.filter(isNeed)];
    return { part, need: words.join(','), ...at(part.first, () => meet(words)) };
  });
  const variables = at(1, () => environment(all.flatMap(({ commands }) => commands)));
  const session = new Session(folder, variables);
  /** @type {Outcome} */
  const outcome = { bytes: undefined, result: '', left: [], differences: [] };
  /** @type {{ first: number, last: number, text: string }[]} */
  const changes = [];
  try {
    for (const { part, need, missing } of all) {
      if (missing !== undefined) {
        outcome.left.push(`line ${part.first} is left out, since it needs ${need}: ${missing}`);
        continue;
      }
      const { text, differences, other, ...found } = await today(part, folder, session, measure);
      Object.assign(outcome, found);
      outcome.differences.push(...differences);
      if (other !== undefined && purpose === 'check') outcome.left.push(other);
      if (text !== undefined) changes.push({ first: part.first, last: part.last, text });
    }
  } finally {
    session.close();
    rmSync(variables.PATH, { recursive: true });
  }
  if (purpose === 'bless') {
    const blessed = rewrite(text, changes);
    writeFileSync(page, blessed);
    checkFigures(blessed);
  }
  // If a block is out of date, a sentence about it is as well, so that is said only if no block is.
  if (purpose === 'check' && outcome.differences.length === 0) checkFigures(text);
  return purpose === 'check' ? outcome : { ...outcome, differences: [] };
}
