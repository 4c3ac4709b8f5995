/** The folders of the lessons: `examples/NN-name` with a page `README.md`. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} root of the repository
 * @param {string[]} names as a person types them: `4`, `04`, `memory` or `04-memory`; none is all
 * @returns {string[]} names of folders, in order
 */
export function lessons(root, names) {
  const all = readdirSync(join(root, 'examples'))
    .filter((name) => /^\d\d-/.test(name) && existsSync(join(root, 'examples', name, 'README.md')))
    .sort();
  for (const name of names) {
    if (!all.some((lesson) => means(name, lesson))) throw new RangeError(`there is no lesson ${name}. Next step: name one of ${all.join(', ')}`);
  }
  return names.length === 0 ? all : all.filter((lesson) => names.some((name) => means(name, lesson)));
}

/**
 * @param {string} name
 * @param {string} lesson
 */
function means(name, lesson) {
  const number = lesson.slice(0, 2);
  return [lesson, number, String(Number(number)), lesson.slice(3)].includes(name);
}
