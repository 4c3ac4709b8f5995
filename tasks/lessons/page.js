/**
 * The parts of a page that a command makes, and how they are written back.
 *
 *     ```console                    commands and what they print
 *     ```console,measured           … in which numbers are not compared, since they are times
 *     ```console made-with=clang    … which are compared where the tools (made-with.js) are those that the line below names
 *     ```console result=add.wasm    … whose last line is the result of the lesson, and the module that gave it
 *     ```console needs=rust-src     … which is left out where the needs (needs.js), with commas between them, are not met
 *     ```rust file=src/lib.rs region=add     an included file, or what is between `#region add` and `#endregion add`
 *     ```text                       a drawing
 *     <!-- $ command -->            Markdown that a command prints, up to the next <!-- $ -->
 */
import { markdown } from '../pages/markdown.js';
import { PageError } from './page-error.js';

/**
 * A command as it stands on a page: the output there, and the exit code that `[exit N]` below it allows.
 *
 * @typedef {{ line: number, command: string, output: string, exit: number }} Command
 *
 * `first` and `last` are lines of the page, from 0, and `last` is the one after the part. `below` is what the line below
 * it says, when and where it was measured, or with which tools it was made; that line belongs to it.
 * @typedef {{ kind: 'console', first: number, last: number, commands: Command[], measured: boolean, madeWith: string[],
 *   needs: string[], result: string | undefined, below: string | undefined }} Console
 * @typedef {{ kind: 'include', first: number, last: number, text: string, file: string, region: string | undefined }} Include
 * @typedef {{ kind: 'markdown', first: number, last: number, commands: Command[] }} Made
 * @typedef {Console | Include | Made} Part
 */

const PROMPT = '$ ';
const CONTINUED = '> ';
const EXIT = /^\[exit (\d+)\]$/;
const MADE = /^<!-- \$ (.+) -->$/;
const MADE_END = '<!-- $ -->';
const MEASURED = /^\*Measured (.*)\.\*$/;
const MADE_WITH = /^\*Made with (.*)\.\*$/;
/** What may stand behind the language of a block. */
const KEYS = new Set(['file', 'region', 'needs', 'made-with', 'result']);

/**
 * @param {string} text of the page
 * @returns {Part[]} in order
 */
export function parts(text) {
  const lines = text.split('\n');
  return markdown.parse(text, {}).flatMap(/** @returns {Part[]} */ (token) => {
    const [first, last] = token.map ?? [0, 0];
    if (token.type === 'html_block') return made(lines, first);
    if (token.type !== 'fence') return [];
    const { language, words, keys } = info(token.info, first + 1);
    if (language === 'text') return [];
    if (language !== 'console' && keys.file === undefined) throw new PageError(first + 1, 'this code is in no file, so nothing builds it', 'include it with file=, or, if it is a drawing, let it be `text`');
    if (!/^\s*(```|~~~)/.test(lines[last - 1]) || last - first < 2) throw new PageError(first + 1, 'this block has no end', 'put ``` below it');
    if (token.level > 0) throw new PageError(first + 1, 'a block that is run or included is inside a list or a quotation', 'let it begin at the left margin');
    if (keys.file !== undefined) {
      return [{ kind: 'include', first: first + 1, last: last - 1, text: token.content, file: keys.file, region: keys.region }];
    }
    const measured = words.includes('measured');
    const [needs, madeWith] = [keys.needs, keys['made-with']].map((words) => words?.split(',') ?? []);
    if (measured && madeWith.length > 0) throw new PageError(first + 1, 'a block with times differs with the same tools too', 'put what has no times into a block of its own, with made-with=');
    const commands = commandsOf(lines.slice(first + 1, last - 1), first + 1);
    const line = measured ? MEASURED : madeWith.length > 0 ? MADE_WITH : undefined;
    const below = line?.exec(lines[last + 1] ?? '')?.[1];
    const end = line === undefined ? last - 1 : below === undefined ? last : last + 2;
    return [{ kind: 'console', first: first + 1, last: end, commands, measured, madeWith, needs, result: keys.result, below }];
  });
}

/**
 * @param {string} info what stands behind the backticks
 * @param {number} line
 */
function info(info, line) {
  const [head = '', ...pairs] = info.trim().split(/\s+/);
  const [language, ...words] = head.split(',');
  /** @type {{ [key: string]: string | undefined }} */
  const keys = {};
  for (const pair of pairs) {
    const [, key, value] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (!KEYS.has(key)) throw new PageError(line, `\`${pair}\` behind the backticks means nothing here`, `use ${[...KEYS].join('=, ')}=`);
    keys[key] = value;
  }
  const unknown = language === 'console' ? words.find((word) => word !== 'measured') : undefined;
  if (unknown !== undefined) throw new PageError(line, `a console block cannot be \`${unknown}\``, 'write `console` or `console,measured`');
  return { language, words, keys };
}

/**
 * @param {string[]} lines of a page
 * @param {number} first
 * @returns {Made[]}
 */
function made(lines, first) {
  const command = MADE.exec(lines[first])?.[1];
  if (command === undefined) return [];
  const end = lines.indexOf(MADE_END, first);
  if (end < 0) throw new PageError(first + 1, 'what this command makes has no end', `put ${MADE_END} below it`);
  const output = lines.slice(first + 1, end).map((line) => `${line}\n`).join('');
  return [{ kind: 'markdown', first: first + 1, last: end, commands: [{ line: first + 1, command, output, exit: 0 }] }];
}

/**
 * @param {string[]} lines of a block
 * @param {number} first the line of the page that the block begins in, from 0
 */
function commandsOf(lines, first) {
  /** @type {Command[]} */
  const commands = [];
  let open = false;
  lines.forEach((text, i) => {
    const last = commands.at(-1);
    if (text.startsWith(PROMPT)) {
      commands.push({ line: first + i + 1, command: text.slice(PROMPT.length), output: '', exit: 0 });
      open = true;
    } else if (last === undefined) {
      throw new PageError(first + i + 1, 'a console block begins with output', 'begin it with a line `$ command`');
    } else if (open && text.startsWith(CONTINUED)) {
      last.command += `\n${text.slice(CONTINUED.length)}`;
    } else if (EXIT.test(text)) {
      last.exit = Number(EXIT.exec(text)?.[1]);
    } else {
      last.output += `${text}\n`;
      open = false;
    }
  });
  return commands;
}

/**
 * A console block as it was typed and answered.
 *
 * @param {Command[]} commands
 */
export function written(commands) {
  return commands
    .map(({ line, command, output, exit }) => {
      const odd = output.split('\n').find((text, i) => text.startsWith(PROMPT) || /^ {0,3}```/.test(text) || EXIT.test(text) || (i === 0 && text.startsWith(CONTINUED)));
      if (odd !== undefined) throw new PageError(line, `\`${command}\` prints the line \`${odd}\`, which a page cannot tell from its own marks`, 'let it print something else, or leave that line out with sed');
      return `${PROMPT}${command.replaceAll('\n', `\n${CONTINUED}`)}\n${output}${exit === 0 ? '' : `[exit ${exit}]\n`}`;
    })
    .join('');
}

/**
 * The page with new text in the place of some parts.
 *
 * @param {string} text
 * @param {{ first: number, last: number, text: string }[]} changes in order
 */
export function rewrite(text, changes) {
  const lines = text.split('\n');
  for (const { first, last, text } of changes.toReversed()) lines.splice(first, last - first, ...text.replace(/\n$/, '').split('\n'));
  return lines.join('\n');
}
