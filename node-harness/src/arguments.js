import { parseArgs } from 'node:util';

import { UsageError } from './exit.js';
import { didYouMean } from './spelling.js';

/**
 * An option of a subcommand. Without `value` it is a flag.
 *
 * @typedef {object} Option
 * @property {string} about what it does, for `--help`
 * @property {string} [value] what stands for its value in `--help`; with `|` in it, the values there are
 * @property {string} [bare] the value of the option without one; only `--name=value` gives it another
 * @property {boolean} [multiple] may be given more than once, and is an array
 */

/**
 * A subcommand: what `--help` prints, and what it does.
 *
 * @typedef {object} Command
 * @property {string} usage what follows `wasm-by-hand` in the first line of `--help`
 * @property {string} about paragraphs for `--help`
 * @property {Record<string, Option>} options
 * @property {number} [operands] how many operands it takes at most; any number when absent
 * @property {(options: Record<string, any>, operands: string[]) => number | Promise<number>} run gives the exit code
 */

/** @type {Option & { short: string }} */
const HELP = { about: 'print this', short: 'h' };

/**
 * What the arguments of a subcommand mean. Throws a `UsageError` that names the
 * argument, for `parseArgs` knows neither optional values nor near misses.
 *
 * @param {Command} command
 * @param {string[]} args
 */
export function readArguments(command, args) {
  /** @type {Record<string, Option>} */
  const known = { ...command.options, help: HELP };
  const { tokens } = parseArgs({
    args,
    tokens: true,
    strict: false,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(known).map(([name, option]) => [name, { ...option, type: takesNext(option) ? 'string' : 'boolean' }]),
    ),
  });
  /** @type {Record<string, any>} */
  const options = {};
  /** @type {string[]} */
  const operands = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : unknown(token.rawName, known);
    const value = valueOf(option, token);
    if (!option.multiple) options[token.name] = value;
    else (options[token.name] ??= []).push(value);
  }
  const most = command.operands ?? Infinity;
  if (operands.length > most) {
    throw new UsageError(
      most === 0 ? `\`${operands[0]}\` is one too many: this takes no operand.` : `\`${operands[most]}\` is one operand too many.`,
    );
  }
  return { options, operands };
}

/** Is the value of an option the next argument? @param {Option} option */
const takesNext = ({ value, bare }) => value !== undefined && bare === undefined;

/**
 * @param {string} rawName as it was given, with its dashes
 * @param {Record<string, Option>} known
 * @returns {never}
 */
function unknown(rawName, known) {
  const names = Object.keys(known).map((name) => `--${name}`);
  throw new UsageError(`there is no option \`${rawName}\`.${didYouMean(rawName, names)}`);
}

/**
 * @param {Option} option
 * @param {{ rawName: string, value?: string, inlineValue?: boolean }} token
 */
function valueOf({ value: wanted, bare }, { rawName, inlineValue, value = bare }) {
  if (wanted === undefined) {
    if (value !== undefined) throw new UsageError(`\`${rawName}\` takes no value, and got \`${value}\`.`);
    return true;
  }
  // An option after one that lacks its value is not the value.
  if (value === undefined || (inlineValue === false && value.startsWith('-'))) {
    throw new UsageError(`\`${rawName}\` needs a value: \`${rawName}=${wanted}\`.`);
  }
  if (wanted.includes('|') && !wanted.split('|').includes(value)) {
    throw new UsageError(`\`${rawName}\` cannot be \`${value}\`; it is one of ${wanted.replaceAll('|', ', ')}.`);
  }
  return value;
}

/** @param {Command} command */
export function helpOf({ usage, about, options }) {
  const rows = Object.entries({ ...options, help: HELP }).map(([name, { value, bare, about }]) => [
    `--${name}${value === undefined ? '' : bare === undefined ? `=${value}` : `[=${value}]`}`,
    about,
  ]);
  return `usage: wasm-by-hand ${usage}\n\n${about}\n\noptions:\n${columns(rows)}`;
}

/**
 * Rows of a name and what it means, the meanings below each other.
 *
 * @param {string[][]} rows
 */
export function columns(rows) {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}\n`).join('');
}
