import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));

/** What a command that there is not is answered with; it evaluates nothing, which `.diff` would notice. */
const MARK = '.answered';
const MARKED = 'Invalid REPL keyword\n';

/** The environment of these tests, without what would reach into a REPL. */
export function cleanEnv() {
  const { GUEST: _, NODE_OPTIONS: __, NODE_TEST_CONTEXT: ___, FORCE_COLOR: ____, ...env } = process.env;
  return env;
}

/**
 * What a REPL answers to lines that are piped in, one answer for each.
 *
 * @param {string[]} args of `wasm-by-hand repl`
 * @param {string[]} lines
 * @param {{ cwd?: string }} [options]
 */
export function answers(args, lines, { cwd } = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, 'repl', ...args], {
    cwd,
    env: cleanEnv(),
    input: lines.flatMap((line) => [line, MARK]).join('\n') + '\n',
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  const [, ...printed] = stdout.split('\n').map((line) => line.replace(/^(> )+/, ''));
  return printed.join('\n').split(MARKED).slice(0, lines.length);
}

/**
 * The same as it looks at a prompt, without what is undefined.
 *
 * @param {string[]} args
 * @param {string[]} lines
 * @param {{ cwd?: string }} [options]
 */
export function transcript(args, lines, options) {
  const found = answers(args, lines, options);
  return lines.map((line, i) => `> ${line}\n${found[i].replace(/^undefined\n$/m, '')}`).join('');
}
