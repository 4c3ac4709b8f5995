/** What a part of a page is today: its commands are typed, its file is read. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { structuredPatch } from 'diff';

import { included } from './include.js';
import { versions } from './made-with.js';
import { measuredOn, shape } from './measured.js';
import { PageError, at } from './page-error.js';
import { written } from './page.js';

/**
 * @typedef {import('./page.js').Command} Command
 * @typedef {{ line: number, what: string, patch: string }} Difference
 *
 * `text` is what belongs on the page; nothing if it can stay as it is, though other numbers were measured.
 * `other` says that tools have other versions than the page, so that numbers may differ.
 * @typedef {{ text?: string, differences: Difference[], other?: string, bytes?: number, result?: string }} Today
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
  if (part.measured) {
    const differences = alike(part, now, 'when and where it was measured');
    return { text: differences.length === 0 && !measure ? undefined : above(now, measuredOn()), differences, ...found };
  }
  if (part.madeWith.length > 0) {
    const tools = at(first, () => versions(part.madeWith));
    const text = above(now, `Made with ${tools}.`);
    if (part.below === tools) return { text, differences: compare(part.commands, now), ...found };
    const other = part.below && `line ${first} was made with ${part.below}, and here is ${tools}: its words are compared, not its numbers`;
    return { text, differences: alike(part, now, 'what it was made with'), other, ...found };
  }
  return { text: written(now), differences: compare(part.commands, now), ...found };
}

/**
 * A block with the line below it.
 *
 * @param {Command[]} now
 * @param {string} line
 */
const above = (now, line) => `${written(now)}\`\`\`\n\n*${line}*\n`;

/**
 * What differs in more than numbers, or the line below that is missing.
 *
 * @param {import('./page.js').Console} part
 * @param {Command[]} now
 * @param {string} line what it says
 */
function alike({ commands, below, first }, now, line) {
  const same = commands.every(({ output }, i) => shape(output) === shape(now[i].output));
  if (same && below !== undefined) return [];
  return [difference(first + 1, below === undefined ? `nothing below says ${line}` : 'other words were printed', written(commands), written(now))];
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
