#!/usr/bin/env node
/**
 * `wasm-by-hand`: the command line of the harness. A subcommand is a file in
 * commands/ and a line in the table below, which loads it when it is asked for.
 */
import { columns, helpOf, readArguments } from './arguments.js';
import { GUEST_FAILED, OK, TOOL_FAILED, ToolFailed, USAGE, UsageError } from './exit.js';
import { GuestPanic } from './core/panics.js';
import { HarnessError } from './harness-error.js';
import { didYouMean } from './spelling.js';

/** Name → what it does, and its file. @type {Record<string, [string, () => Promise<import('./arguments.js').Command>]>} */
const COMMANDS = {
  repl: ['call the exports of a guest at a prompt', () => import('./commands/repl.js')],
  inspect: ['show a guest at work in a browser', () => import('./commands/inspect.js')],
  types: ['write the types of a module for TypeScript', () => import('./commands/types.js')],
  scenario: ['take a guest through the steps in a file', () => import('./commands/scenario.js')],
};

const HELP = `usage: wasm-by-hand COMMAND [options]

A host for WebAssembly modules that import their memory.

commands:
${columns(Object.entries(COMMANDS).map(([name, [about]]) => [name, about]))}
\`wasm-by-hand COMMAND --help\` says more of one.

exit codes:
  0  done
  1  the guest panicked or trapped where it must not
  2  the command line cannot be used, or a file that it names
  3  a tool that was started failed
`;

/** @param {string[]} args */
async function main([name, ...rest]) {
  if (name === '--help' || name === '-h') return print(HELP);
  try {
    const command = await find(name);
    const { options, operands } = readArguments(command, rest);
    return options.help ? print(helpOf(command)) : await command.run(options, operands);
  } catch (/** @type {any} */ error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const message = error instanceof WebAssembly.RuntimeError ? `the guest trapped: ${error.message}` : error.message;
    const subject = name !== undefined && Object.hasOwn(COMMANDS, name) ? `${name} ` : '';
    console.error(`error: ${message}${error instanceof UsageError ? ` See \`wasm-by-hand ${subject}--help\`.` : ''}`);
    return code;
  }
}

/** @param {string} text */
function print(text) {
  process.stdout.write(text);
  return OK;
}

/** @param {string | undefined} name */
function find(name) {
  if (name === undefined) throw new UsageError('which command?');
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new UsageError(`there is no command \`${name}\`.${didYouMean(name, Object.keys(COMMANDS))}`);
  }
  return COMMANDS[name][1]();
}

/**
 * The exit code that an error stands for; undefined for a fault of our own,
 * which Node prints with its stack.
 *
 * @param {any} error
 */
function codeOf(error) {
  if (error instanceof UsageError || error instanceof HarnessError) return USAGE;
  if (error instanceof GuestPanic || error instanceof WebAssembly.RuntimeError) return GUEST_FAILED;
  if (error instanceof ToolFailed) return TOOL_FAILED;
  return undefined;
}

process.exitCode = await main(process.argv.slice(2));
