import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

import { helpOf, readArguments } from '../src/arguments.js';
import { UsageError } from '../src/exit.js';
import { nearest } from '../src/spelling.js';
import { assemble, envMemory, op } from '../test-support/assemble.js';
import { matchesGolden } from '../test-support/golden.js';

const cli = fileURLToPath(new URL('../src/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'node-harness-cli-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} args */
function run(...args) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', env, input: '' });
}

/** The names of the subcommands, as --help lists them. */
const names = [...run('--help').stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);

test('--help lists the commands and the exit codes', () => {
  const { stdout, stderr, status } = run('--help');
  assert.equal(stderr, '');
  assert.equal(status, 0);
  matchesGolden('help/wasm-by-hand.txt', stdout);
  assert.equal(run('-h').stdout, stdout);
  assert.ok(names.includes('repl') && names.includes('scenario'), names.join());
});

for (const name of names) {
  test(`${name} --help says what it takes`, () => {
    const { stdout, stderr, status } = run(name, '--help');
    assert.equal(stderr, '');
    assert.equal(status, 0);
    matchesGolden(`help/${name}.txt`, stdout);
    assert.equal(run(name, '-h').stdout, stdout);
  });
}

test('a command that there is not is refused, and the nearest one named', () => {
  for (const [args, text] of /** @type {[string[], string][]} */ ([
    [[], 'error: which command? See `wasm-by-hand --help`.\n'],
    [['rpel'], 'error: there is no command `rpel`. Did you mean `repl`? See `wasm-by-hand --help`.\n'],
    [['toString'], 'error: there is no command `toString`. See `wasm-by-hand --help`.\n'],
    [['--verbose'], 'error: there is no command `--verbose`. See `wasm-by-hand --help`.\n'],
    [['repl', '--hlep'], 'error: there is no option `--hlep`. Did you mean `--help`? See `wasm-by-hand repl --help`.\n'],
    [['repl', 'a', 'b'], 'error: `b` is one operand too many. See `wasm-by-hand repl --help`.\n'],
    [['scenario', 'a'], 'error: a guest and a scenario are needed. See `wasm-by-hand scenario --help`.\n'],
  ])) {
    const { stdout, stderr, status } = run(...args);
    assert.equal(stderr, text);
    assert.equal(stdout, '');
    assert.equal(status, 2);
  }
});

test('a guest that traps as it starts is exit code 1, and a file that is none is 2', () => {
  const traps = join(folder, 'traps.wasm');
  writeFileSync(traps, assemble({ imports: [envMemory()], funcs: [{ code: op.unreachable() }], start: 0 }));
  const trapped = run('repl', traps);
  assert.equal(trapped.stderr, 'error: the guest trapped: unreachable\n');
  assert.equal(trapped.status, 1);
  const text = join(folder, 'text.wasm');
  writeFileSync(text, 'plain text');
  const refused = run('repl', text);
  assert.match(refused.stderr, /^error: .*text\.wasm is not a WebAssembly module/);
  assert.equal(refused.status, 2);
});

test('the package offers the command under the name that its help has', () => {
  const { bin } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(bin, { 'wasm-by-hand': './src/cli.js' });
});

/** @type {import('../src/arguments.js').Command} */
const command = {
  usage: 'try FILE [options]',
  about: 'For the tests.',
  options: {
    watch: { value: 'fresh|keep', bare: 'fresh', about: 'look on' },
    port: { value: 'PORT', about: 'where' },
    define: { value: 'NAME', multiple: true, about: 'what' },
    quiet: { about: 'say less' },
  },
  operands: 1,
  run: () => 0,
};

test('options have values in each way that getopt knows, and operands are found between them', () => {
  assert.deepEqual(readArguments(command, ['--port=1', 'a', '--define', 'x', '--define=y', '--quiet']), {
    options: { port: '1', define: ['x', 'y'], quiet: true },
    operands: ['a'],
  });
  // An option with a value of its own does not take the operand after it.
  assert.deepEqual(readArguments(command, ['--watch', 'a']), { options: { watch: 'fresh' }, operands: ['a'] });
  assert.deepEqual(readArguments(command, ['--watch=keep', '--', '--port']), {
    options: { watch: 'keep' },
    operands: ['--port'],
  });
  assert.deepEqual(readArguments(command, ['--port=-1']).options, { port: '-1' });
  assert.deepEqual(readArguments(command, ['--port', '1', '--port', '2']).options, { port: '2' });
});

test('an option that cannot be used is named, with what can', () => {
  for (const [args, message] of /** @type {[string[], string][]} */ ([
    [['--port'], '`--port` needs a value: `--port=PORT`.'],
    [['--port', '--quiet'], '`--port` needs a value: `--port=PORT`.'],
    [['--watch=always'], '`--watch` cannot be `always`; it is one of fresh, keep.'],
    [['--quiet=yes'], '`--quiet` takes no value, and got `yes`.'],
    [['--por=1'], 'there is no option `--por`. Did you mean `--port`?'],
    [['-x'], 'there is no option `-x`.'],
    [['--constructor'], 'there is no option `--constructor`.'],
    [['a', 'b'], '`b` is one operand too many.'],
  ])) {
    assert.throws(() => readArguments(command, args), (error) => error instanceof UsageError && error.message === message, args.join(' '));
  }
  assert.throws(() => readArguments({ ...command, operands: 0 }, ['a']), { message: '`a` is one too many: this takes no operand.' });
});

test('the help of a command shows which values are optional', () => {
  assert.equal(
    helpOf(command),
    'usage: wasm-by-hand try FILE [options]\n\nFor the tests.\n\noptions:\n' +
      '  --watch[=fresh|keep]  look on\n  --port=PORT           where\n  --define=NAME         what\n' +
      '  --quiet               say less\n  --help                print this\n',
  );
});

test('the nearest name is a slip away, not another word', () => {
  const names = ['repl', 'scenario', 'types', 'inspect'];
  for (const [typed, meant] of [['scenaro', 'scenario'], ['type', 'types'], ['insepct', 'inspect'], ['in', 'inspect'], ['RPEL', undefined], ['', undefined], ['bench', undefined]]) {
    assert.equal(nearest(/** @type {string} */ (typed), names), meant, typed);
  }
});
