/** The pages that are run: of each lesson `examples/NN-name/README.md`, and others that have commands. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Pages beside the lessons, by what they are called. */
const OTHERS = { faq: 'docs/faq.md' };

/** @typedef {{ name: string, page: string }} Lesson the path of its page is from the root */

/**
 * @param {string} root of the repository
 * @param {string[]} names as a person types them: `4`, `04`, `memory` or `04-memory`; none is all
 * @returns {Lesson[]} in order
 */
export function lessons(root, names) {
  const all = [
    ...readdirSync(join(root, 'examples'))
      .filter((name) => /^\d\d-/.test(name))
      .sort()
      .map((name) => ({ name, page: join('examples', name, 'README.md') })),
    ...Object.entries(OTHERS).map(([name, page]) => ({ name, page })),
  ].filter(({ page }) => existsSync(join(root, page)));
  for (const typed of names) {
    if (!all.some(({ name }) => means(typed, name))) throw new RangeError(`there is no lesson ${typed}. Next step: name one of ${all.map(({ name }) => name).join(', ')}`);
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.some((typed) => means(typed, name)));
}

/**
 * @param {string} typed
 * @param {string} lesson
 */
function means(typed, lesson) {
  const [, number, name] = /^(\d\d)-(.*)$/.exec(lesson) ?? [];
  return [lesson, ...(number === undefined ? [] : [number, String(Number(number)), name])].includes(typed);
}
