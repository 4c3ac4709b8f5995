/** What a part of a page is today: its commands are typed, its file is read. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { structuredPatch } from 'diff';

import { included } from './include.js';
import { measuredOn, shape } from './measured.js';
import { PageError, at } from './page-error.js';
import { written } from './page.js';

/**
 * @typedef {import('./page.js').Command} Command
 * @typedef {{ line: number, what: string, patch: string }} Difference
 *
 * `text` is what belongs on the page; nothing if it can stay as it is, though other numbers were measured.
 * @typedef {{ text?: string, differences: Difference[], bytes?: number, result?: string }} Today
 */

/**
 * @param {import('./page.js').Part} part
 * @param {string} folder of the page
 * @param {import('./session.js').Session} session
 * @param {boolean} measure whether times are to be written anew
 * @returns {Promise<Today>}
 */
export async function today(part, folder, session, measure) {
  if (part.kind === 'include') {
    const text = at(part.first, () => included(folder, part.file, part.region));
    return { text, differences: text === part.text ? [] : [difference(part.first + 1, `${part.file} is not as on the page`, part.text, text)] };
  }
  /** @type {Command[]} */
  const now = [];
  for (const typed of part.commands) now.push({ ...typed, output: await type(session, typed) });
  if (part.kind === 'markdown') return { text: now[0].output, differences: compare(part.commands, now) };

  const { result, first } = part;
  const found = result === undefined ? {} : {
    bytes: at(first, () => statSync(resolve(folder, result)).size),
    result: now.at(-1)?.output.trimEnd().split('\n').at(-1),
  };
  if (!part.measured) return { text: written(now), differences: compare(part.commands, now), ...found };

  const same = part.dated && part.commands.every(({ output }, i) => shape(output) === shape(now[i].output));
  const text = same && !measure ? undefined : `${written(now)}\`\`\`\n\n${measuredOn()}\n`;
  const what = part.dated ? 'other words were printed' : 'nothing below says when and where it was measured';
  return { text, differences: same ? [] : [difference(first + 1, what, written(part.commands), written(now))], ...found };
}

/**
 * Types a command, and gives what it prints. One that ends otherwise than its page says is never blessed: it is a fault,
 * not a figure.
 *
 * @param {import('./session.js').Session} session
 * @param {Command} command
 */
async function type(session, { line, command, exit }) {
  const ended = await session.run(command).catch((error) => {
    throw new PageError(line, `\`${command}\` did not end as a command does: ${error.message}`, 'try it by hand in the folder of the page');
  });
  if (ended.exit !== exit) {
    const allowed = exit === 0 ? `if it is to fail, write [exit ${ended.exit}] below what it prints` : `if it is not to fail, delete [exit ${exit}]`;
    throw new PageError(line, `\`${command}\` ended with code ${ended.exit}, not ${exit}`, `repair it, or, ${allowed}`, ended.output);
  }
  return ended.output;
}

/**
 * @param {Command[]} before
 * @param {Command[]} after
 */
const compare = (before, after) =>
  before.flatMap(({ line, command, output }, i) =>
    output === after[i].output ? [] : [difference(line, `\`${command}\` prints something else`, output, after[i].output)],
  );

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
