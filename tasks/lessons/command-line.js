/** The arguments of `tasks/lessons.js`, and what it prints. */
import { join, relative } from 'node:path';
import process from 'node:process';

import { lessons } from './find.js';
import { PageError } from './page-error.js';
import { runPage } from './run.js';

/** A page is out of date. */
export const OUT_OF_DATE = 1;
/** There is no such purpose, or no such lesson. */
export const USAGE = 2;
/** A page cannot be run as it is. */
export const CANNOT_RUN = 3;

const PURPOSES = /** @type {const} */ (['run', 'check', 'bless']);

/**
 * @param {string} root of the repository
 * @param {string[]} args a purpose, lessons, `--measure`
 * @param {Pick<Console, 'log' | 'error'>} out
 * @returns {Promise<number>} the exit code
 */
export async function main(root, args, out) {
  const [word, ...rest] = args;
  const purpose = PURPOSES.find((purpose) => purpose === word);
  if (purpose === undefined) {
    out.error(`lessons: ${word === undefined ? 'there has to be' : `\`${word}\` is not`} one of ${PURPOSES.join(', ')}. Next step: make examples`);
    return USAGE;
  }
  const names = rest.filter((word) => word !== '--measure');
  let chosen;
  try {
    chosen = lessons(root, names);
  } catch (error) {
    out.error(`lessons: ${error instanceof Error ? error.message : error}`);
    return USAGE;
  }

  let code = 0;
  for (const lesson of chosen) {
    const path = join(root, lesson.page);
    const page = relative(process.cwd(), path);
    /** @type {(bytes: number | undefined, what: string) => void} */
    const line = (bytes, what) => out.log(`${lesson.name.padEnd(28)} ${(bytes === undefined ? '' : `${bytes.toLocaleString('en-US')} B`).padStart(11)}  ${what}`);
    try {
      const { bytes, result, left, differences } = await runPage(path, purpose, { measure: rest.includes('--measure') });
      for (const what of left) out.error(`${page}: ${what}`);
      for (const { line, what, patch } of differences) out.error(`${page}:${line}: ${what}\n${patch}`);
      line(bytes, differences.length === 0 ? result : 'the page is out of date');
      if (differences.length > 0) {
        out.error(`Next step: \`make bless-examples LESSON=${lesson.name.replace(/^(\d\d)-.*/, '$1')}\`, and read what it changed`);
        code = Math.max(code, OUT_OF_DATE);
      }
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      out.error(`${page}:${error.line}: ${error.message}`);
      line(undefined, 'failed');
      code = CANNOT_RUN;
    }
  }
  return code;
}
