/** The figures that a command wrote on a page, between `<!-- bench-alloc -->` and `<!-- /bench-alloc -->`. */
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts a text there, in place of the one that there is.
 *
 * @param {string} page a file
 * @param {string} name of the section, which is that of the command
 * @param {string} text in Markdown
 */
export function writeSection(page, name, text) {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const whole = readFileSync(page, 'utf8');
  const first = whole.indexOf(begin);
  const last = whole.indexOf(end, first);
  if (first < 0 || last < 0) throw new Error(`${page} has no lines "${begin.trim()}" and "${end}" with a text between. Next step: put them where it is to be`);
  writeFileSync(page, `${whole.slice(0, first)}${begin}\n${text.trim()}\n\n${whole.slice(last)}`);
}
