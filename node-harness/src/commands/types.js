import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

import { OK, UsageError } from '../exit.js';
import { HarnessError } from '../harness-error.js';
import { declarations } from '../types/declarations.js';

export const usage = 'types GUEST.wasm';
export const about =
  'Writes the types of what a module exports and imports, for TypeScript and for\n' +
  'the JSDoc comments of JavaScript: Exports and Imports, into GUEST.wasm.d.ts.';
export const options = {
  output: { value: 'FILE', about: 'write there instead; - is standard output' },
  check: { about: 'write nothing; exit code 2 if the file is not what would be written' },
};
export const operands = 1;

/**
 * @param {{ output?: string, check?: boolean }} options
 * @param {string[]} operands
 */
export function run({ output, check }, [path]) {
  if (path === undefined) throw new UsageError('of which module?');
  const text = declarations(readFile(path, 'Give the path of a module.'), basename(path));
  const file = output ?? `${path}.d.ts`;
  if (check) compare(file, text, path);
  else if (file === '-') process.stdout.write(text);
  else writeFile(file, text);
  return OK;
}

/**
 * @param {string} file
 * @param {string} text
 * @param {string} path of the module
 */
function compare(file, text, path) {
  const cure = `with \`wasm-by-hand types ${path}\`.`;
  if (readFile(file, `Write it ${cure}`).toString() === text) return;
  throw new HarnessError('ERR_STALE_TYPES', `${file} does not have the types of ${path}. Write them anew ${cure}`);
}

/**
 * @param {string} path
 * @param {string} cure
 */
function readFile(path, cure) {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new HarnessError('ERR_CANNOT_READ', `cannot read ${path}: ${reasonOf(cause)}. ${cure}`, { cause });
  }
}

/**
 * @param {string} path
 * @param {string} text
 */
function writeFile(path, text) {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new HarnessError('ERR_CANNOT_WRITE', `cannot write ${path}: ${reasonOf(cause)}. Give another file with --output.`, { cause });
  }
}

/** @param {unknown} cause */
const reasonOf = (cause) => /** @type {NodeJS.ErrnoException} */ (cause).code;
