import { readFileSync } from 'node:fs';

import { OK, UsageError } from '../exit.js';
import { HarnessError } from '../harness-error.js';
import { Walk } from '../scenario/walk.js';

export const usage = 'scenario GUEST.wasm SCENARIO';
export const about =
  'Takes a guest through the steps of a scenario and prints the transcript.\n' +
  'The format is in docs/plugins.md of the project.';
export const options = {};
export const operands = 2;

/**
 * @param {{}} _
 * @param {string[]} operands
 */
export function run(_, [path, scenario]) {
  if (scenario === undefined) throw new UsageError('a guest and a scenario are needed.');
  const walk = new Walk(read(path), path);
  for (const [index, line] of read(scenario).toString().split('\n').entries()) {
    try {
      process.stdout.write(walk.take(line));
    } catch (error) {
      if (error instanceof HarnessError) error.message = `${scenario}:${index + 1}: ${error.message}`;
      throw error;
    }
  }
  return OK;
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
