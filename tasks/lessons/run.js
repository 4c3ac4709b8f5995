/** Runs a page from its first line to its last, in one session, and says what it found. */
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { structuredPatch } from 'diff';

import { environment } from './environment.js';
import { checkFigures } from './figures.js';
import { included } from './include.js';
import { measuredOn, shape } from './measured.js';
import { meet } from './needs.js';
import { PageError } from './page-error.js';
import { parts, rewrite, written } from './page.js';
import { Session } from './session.js';

/** @typedef {import('./page.js').Command} Command */

/**
 * What a page is run for: `run` only wants every command to end as the page says; `check` compares what is on the page
 * as well; `bless` writes it there, and with `measure` the times too.
 *
 * @typedef {'run' | 'check' | 'bless'} Purpose
 * @typedef {{ line: number, what: string, patch: string }} Difference
 * @typedef {{ bytes: number | undefined, result: string, left: string[], differences: Difference[] }} Outcome
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
  const all = parts(text);
  const needs = new Map(
    all.flatMap((part) => {
      const need = part.kind === 'console' ? part.needs : undefined;
      return need === undefined ? [] : [/** @type {const} */ ([need, at(part.first, () => meet(need))])];
    }),
  );
  const variables = at(1, () => environment([...needs.values()].flatMap(({ commands }) => commands)));
  const session = new Session(folder, variables);
  /** @type {Outcome} */
  const outcome = { bytes: undefined, result: '', left: [], differences: [] };
  /** @type {{ first: number, last: number, text: string }[]} */
  const changes = [];

  /** @param {Command[]} commands */
  const answers = async (commands) => {
    /** @type {Command[]} */
    const answered = [];
    for (const typed of commands) answered.push({ ...typed, ...(await type(session, typed)) });
    return answered;
  };
  /**
   * @param {Command} before
   * @param {Command} after
   */
  const compare = (before, after) => {
    if (before.output !== after.output) outcome.differences.push(difference(before.line, `\`${before.command}\` prints something else`, before.output, after.output));
  };

  try {
    for (const part of all) {
      const { first, last } = part;
      if (part.kind === 'include') {
        const now = at(first, () => included(folder, part.file, part.region));
        if (now !== part.text) outcome.differences.push(difference(first + 1, `${part.file} is not as on the page`, part.text, now));
        changes.push({ first, last, text: now });
        continue;
      }
      if (part.kind === 'markdown') {
        const [now] = await answers(part.commands);
        compare(part.commands[0], now);
        changes.push({ first, last, text: now.output });
        continue;
      }
      const missing = part.needs === undefined ? undefined : needs.get(part.needs)?.missing;
      if (missing !== undefined) {
        outcome.left.push(`line ${first} is left out, since it needs ${part.needs}: ${missing}`);
        continue;
      }
      const now = await answers(part.commands);
      if (part.result !== undefined) Object.assign(outcome, result(part.result, folder, now, first));
      if (!part.measured) {
        part.commands.forEach((before, i) => compare(before, now[i]));
        changes.push({ first, last, text: written(now) });
        continue;
      }
      const dated = text.split('\n')[last - 1]?.startsWith('*Measured');
      const same = dated && part.commands.every(({ output }, i) => shape(output) === shape(now[i].output));
      if (!same) part.commands.forEach((before, i) => outcome.differences.push(difference(before.line, `\`${before.command}\` prints other words, or nothing below says when it was measured`, before.output, now[i].output)));
      if (!same || measure) changes.push({ first, last, text: `${written(now)}\`\`\`\n\n${measuredOn()}\n` });
    }
  } finally {
    session.close();
    rmSync(variables.PATH, { recursive: true });
  }
  if (purpose === 'run') return { ...outcome, differences: [] };
  if (purpose === 'bless') {
    const blessed = rewrite(text, changes);
    writeFileSync(page, blessed);
    checkFigures(blessed);
    return { ...outcome, differences: [] };
  }
  // If a block is out of date, a sentence about it is as well, so that is said only if no block is.
  if (outcome.differences.length === 0) checkFigures(text);
  return outcome;
}

/**
 * Types a command. One that ends otherwise than its page says is never blessed: it is a fault, not a figure.
 *
 * @param {Session} session
 * @param {Command} command
 */
async function type(session, { line, command, exit }) {
  let ended;
  try {
    ended = await session.run(command);
  } catch (error) {
    throw new PageError(line, `\`${command}\` did not end as a command does: ${reason(error)}`, 'try it by hand in the folder of the page');
  }
  if (ended.exit !== exit) {
    const allowed = exit === 0 ? `if it is to fail, write [exit ${ended.exit}] below what it prints` : `if it is not to fail, delete [exit ${exit}]`;
    throw new PageError(line, `\`${command}\` ended with code ${ended.exit}, not ${exit}:\n${ended.output}`, `repair it, or, ${allowed}`);
  }
  return ended;
}

/**
 * @param {string} module its path from the page
 * @param {string} folder
 * @param {Command[]} answered
 * @param {number} line
 */
const result = (module, folder, answered, line) => ({
  bytes: at(line, () => statSync(resolve(folder, module)).size),
  result: answered.at(-1)?.output.trimEnd().split('\n').at(-1) ?? '',
});

/**
 * @param {number} line
 * @param {string} what
 * @param {string} before
 * @param {string} after
 * @returns {Difference}
 */
const difference = (line, what, before, after) => ({
  line,
  what,
  patch: structuredPatch('', '', before, after, '', '', { context: 2 }).hunks.flatMap(({ lines }) => lines).join('\n'),
});

/**
 * Names the line of the page in what goes wrong.
 *
 * @template T
 * @param {number} line
 * @param {() => T} action
 */
function at(line, action) {
  try {
    return action();
  } catch (error) {
    const [cause, next] = reason(error).split('. Next step: ');
    throw new PageError(line, cause, next ?? 'correct the page');
  }
}

/** @param {unknown} error */
const reason = (error) => (error instanceof Error ? error.message : String(error));
