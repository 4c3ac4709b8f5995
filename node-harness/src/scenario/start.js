/**
 * Takes a guest through the steps of a scenario and prints the transcript:
 *
 *     node node-harness/src/scenario/start.js GUEST.wasm SCENARIO
 */
import { readFileSync } from 'node:fs';

import { HarnessError } from '../harness-error.js';
import { Walk } from './walk.js';

const EXIT_USAGE = 2;

/** @param {string[]} args */
function main(args) {
  if (args.length !== 2) throw new HarnessError('ERR_SCENARIO', 'usage: start.js GUEST.wasm SCENARIO');
  const [path, scenario] = args;
  const walk = new Walk(read(path), path);
  for (const [index, line] of read(scenario).toString().split('\n').entries()) {
    try {
      process.stdout.write(walk.take(line));
    } catch (error) {
      if (error instanceof HarnessError) error.message = `${scenario}:${index + 1}: ${error.message}`;
      throw error;
    }
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = /** @type {NodeJS.ErrnoException} */ (cause).code;
    throw new HarnessError('ERR_CANNOT_READ', `cannot read ${path}: ${reason}. Give the path of a file.`, { cause });
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof HarnessError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = EXIT_USAGE;
}
