import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { I32, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { counter } from '../test-support/counter-guest.js';
import { cleanEnv, cli } from '../test-support/repl-session.js';
import { KEY, Terminal } from '../test-support/terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-repl-terminal-'));
/** @type {Set<Terminal>} */
const open = new Set();
after(() => {
  for (const terminal of open) terminal.kill();
  rmSync(folder, { recursive: true });
});

const PROMPT = /^> /m;
const LOOP_FOR_EVER = [0x03, 0x40, 0x0c, 0x00, 0x0b];
const guest = join(folder, 'guest.wasm');
writeFileSync(
  guest,
  assemble({
    imports: [envMemory(), envFunc('malloc', { params: [I32], results: [I32] }), envFunc('send_line', { params: [I32, I32] })],
    funcs: [
      { name: 'sum_of_two', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.add()] },
      { name: 'sum_of_none', results: [I32], code: op.i32(0) },
      { name: 'take', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] },
      { name: 'spin', code: [...op.i32(8), ...op.i32(2), ...op.call(1), ...LOOP_FOR_EVER] },
      { name: 'trap', code: op.unreachable() },
    ],
    globals: { __heap_base: 1024 },
  }),
);

/**
 * `wasm-by-hand repl` in a terminal, at its first prompt.
 *
 * @param {string[]} [args]
 * @param {NodeJS.ProcessEnv} [env]
 */
async function repl(args = ['--no-history', guest], env = {}) {
  const terminal = new Terminal([process.execPath, cli, 'repl', ...args], { cwd: folder, env: { ...cleanEnv(), ...env } });
  open.add(terminal);
  await terminal.until('.help lists the commands\n');
  await terminal.until(PROMPT);
  return terminal;
}

/**
 * Enters what is typed, and waits for the answer and the next prompt: what comes
 * before that is read by the terminal, and not by the REPL.
 *
 * @param {Terminal} terminal
 * @param {string} keys the rest of the line
 * @param {string | RegExp} answer
 */
async function enter(terminal, keys, answer) {
  terminal.type(keys + KEY.enter);
  const text = await terminal.until(answer);
  await terminal.until(PROMPT);
  return text;
}

/** @param {Terminal} terminal at a prompt */
async function leave(terminal) {
  terminal.type(KEY.ctrlU + KEY.ctrlD);
  assert.equal(await terminal.exit(), 0);
  open.delete(terminal);
}

test('Tab completes what the guest exports, by itself and after exports.', async () => {
  const terminal = await repl();
  await terminal.press('ta', KEY.tab);
  await terminal.until('ke');
  await enter(terminal, '(100)', 'malloc 100 -> 0x400\n');
  for (const [owner, sum] of [['exports.', '42'], ['guest.exports.', '43']]) {
    await terminal.press(`${owner}sum_of_t`, KEY.tab);
    await terminal.until('wo');
    await enter(terminal, `(${sum}, 0)`, `\n${sum}\n`);
  }
  // Where more than one fits, the first Tab puts in what they share, and the next ones list them.
  await terminal.press('exports.su', KEY.tab);
  await terminal.until('m_of_');
  terminal.type(KEY.tab);
  await terminal.until(/sum_of_two +sum_of_none/);
  await leave(terminal);
});

test('Tab after a parenthesis shows the signature, and the line stays', async () => {
  const terminal = await repl();
  await terminal.press('sum_of_two(1, 2) - sum_of_two(', KEY.tab);
  await terminal.until('\nsum_of_two(i32, i32) -> i32\n');
  await terminal.until('> sum_of_two(1, 2) - sum_of_two(');
  await enter(terminal, '0, 0)', '\n3\n');
  await leave(terminal);
});

test('Tab completes commands and their arguments', async () => {
  const terminal = await repl();
  for (const [typed, completed, answer] of /** @type {[string, string, string | RegExp][]} */ ([
    ['.tra', 'ce', 'calls are not printed\n'],
    ['.trace sp', 'in', 'calls of spin are printed\n'],
    ['.trace spin tra', 'p', 'calls of spin, trap are printed\n'],
    ['.reload k', 'eep', /: kept 0 changed bytes, 0 blocks, 0 globals\n/],
    // What is no guest's, Node completes.
    ['WebAssembly.Mem', 'ory', /Function: Memory/],
  ])) {
    await terminal.press(typed, KEY.tab);
    await terminal.until(completed);
    await enter(terminal, '', answer);
  }
  await leave(terminal);
});

test('a call that is being typed is not made before Enter', async () => {
  const terminal = await repl();
  terminal.type('take(64)');
  await terminal.until('take(64)');
  terminal.type(KEY.ctrlU);
  await enter(terminal, '.heap', '0 mallocs, 0 frees');
  await enter(terminal, '.trace on', 'every call is printed\n');
  terminal.type('take(65)');
  await terminal.until('take(65)');
  const answer = await enter(terminal, '', 'env.malloc(65) -> 0x400\n');
  assert.equal(answer.match(/^take\(65\) ->/gm)?.length, 1);
  await leave(terminal);
});

test('what was typed is there at the next start, in a file of its own', async () => {
  const state = join(folder, 'state');
  const first = await repl([guest], { XDG_STATE_HOME: state });
  await enter(first, 'sum_of_two(20, 1)', '\n21\n');
  await leave(first);
  assert.match(readFileSync(join(state, 'wasm-by-hand', 'repl-history'), 'utf8'), /^sum_of_two\(20, 1\)$/m);

  const second = await repl([guest], { XDG_STATE_HOME: state });
  second.type(KEY.up);
  await second.until('sum_of_two(20, 1)');
  await enter(second, ' + 1', '\n22\n');
  await leave(second);
});

test('the history can be elsewhere, and left out', async () => {
  const state = join(folder, 'other-state');
  const elsewhere = join(folder, 'my-history');
  const kept = await repl([guest], { XDG_STATE_HOME: state, WASM_BY_HAND_HISTORY: elsewhere });
  await enter(kept, '1 + 1', '\n2\n');
  await leave(kept);
  assert.match(readFileSync(elsewhere, 'utf8'), /^1 \+ 1$/m);
  for (const [args, env] of /** @type {[string[], {}][]} */ ([[['--no-history', guest], {}], [[guest], { WASM_BY_HAND_HISTORY: '' }]])) {
    const terminal = await repl(args, { XDG_STATE_HOME: state, ...env });
    await enter(terminal, '3 + 3', '\n6\n');
    await leave(terminal);
  }
  assert.ok(!existsSync(state));
});

test('a history that cannot be written is said, and no reason not to go on', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const terminal = new Terminal([process.execPath, cli, 'repl', guest], {
    env: { ...cleanEnv(), WASM_BY_HAND_HISTORY: join(folder, 'a-file', 'history') },
  });
  open.add(terminal);
  await terminal.until('Could not open history file');
  await terminal.until(PROMPT);
  await enter(terminal, 'sum_of_two(1, 1)', '\n2\n');
  await leave(terminal);
});

test('Ctrl-C leaves a line, and stops a guest that does not come back', async () => {
  const terminal = await repl();
  terminal.type('1 +');
  await terminal.until('1 +');
  terminal.type(KEY.ctrlC);
  await terminal.until(PROMPT);
  await enter(terminal, 'new Uint8Array(memory.buffer).set([104, 105], 8), 0', '\n0\n');
  terminal.type(`spin()${KEY.enter}`);
  await terminal.until('\nhi\n');
  await terminal.pressUntil(
    KEY.ctrlC,
    'Error: stopped by Ctrl-C in the middle of a call.\nThe guest cannot be called any more: `.reload` loads it anew.\n',
  );
  await terminal.until(PROMPT);
  await enter(terminal, 'sum_of_two(1, 1)', '`sum_of_two` cannot be called');
  await enter(terminal, '.reload', ': fresh state\n');
  await enter(terminal, 'sum_of_two(1, 1)', '\n2\n');
  await leave(terminal);
});

test('with --watch a new build is there for the next line, and the line being typed stays', async () => {
  const watched = join(folder, 'watched.wasm');
  writeFileSync(watched, counter({ step: 1 }));
  const terminal = await repl(['--no-history', '--watch', watched]);
  await enter(terminal, 'count()', '\n1\n');
  await enter(terminal, 'count()', '\n2\n');
  terminal.type('count() + 1');
  await terminal.until('count() + 1');
  writeFileSync(watched, counter({ step: 10, more: true }));
  const said = await terminal.until(/\d+ ms after it was written\n/);
  assert.match(said, /loaded .*watched\.wasm, 194 bytes: fresh state\n\+ more\(i32\)\n/);
  await terminal.until('> count() + 1');
  await enter(terminal, '00', '\n110\n');
  await leave(terminal);
});

test('with --watch=keep the new build goes on with the state of the old one', async () => {
  const watched = join(folder, 'kept.wasm');
  writeFileSync(watched, counter({ step: 1 }));
  const terminal = await repl(['--no-history', '--watch=keep', watched]);
  await enter(terminal, 'count()', '\n1\n');
  await enter(terminal, 'take(5)', '\n1024\n');
  // A linker writes another file, and puts it in the place of this one.
  writeFileSync(`${watched}.new`, counter({ step: 10 }));
  renameSync(`${watched}.new`, watched);
  await terminal.until(/kept 1 changed byte, 1 block, 0 globals\n\d+ ms after it was written\n/);
  await terminal.until(PROMPT);
  await enter(terminal, 'count()', '\n11\n');
  await enter(terminal, 'give(1024)', 'free 0x400\n');
  await leave(terminal);
});

test('a file that is not whole yet is waited for, and one that went away too', async () => {
  const watched = join(folder, 'partial.wasm');
  const whole = counter({ step: 10 });
  writeFileSync(watched, counter({ step: 1 }));
  const terminal = await repl(['--no-history', '--watch', watched]);
  writeFileSync(watched, whole.subarray(0, 100));
  await terminal.until(/partial\.wasm is not a valid WebAssembly module: .*\nThe guest is still the one from before\.\n/);
  await terminal.until(PROMPT);
  await enter(terminal, 'count()', '\n1\n');
  rmSync(watched);
  await enter(terminal, 'count()', '\n2\n');
  writeFileSync(watched, whole);
  await terminal.until('ms after it was written\n');
  await terminal.until(PROMPT);
  await enter(terminal, 'count()', '\n10\n');
  await leave(terminal);
});
