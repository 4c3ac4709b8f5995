import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { DEFAULT_GUEST } from '../src/repl/at-hand.js';
import { I32, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';
import { guestPath, mustExist, repositoryRoot } from '../test-support/guest-files.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-repl-'));
after(() => rmSync(folder, { recursive: true }));

/** A guest that calls all of the heap, and says `hi`. */
const traced = join(folder, 'traced.wasm');
writeFileSync(
  traced,
  assemble({
    imports: [
      envMemory(),
      envFunc('malloc', { params: [I32], results: [I32] }),
      envFunc('realloc', { params: [I32, I32], results: [I32] }),
      envFunc('free', { params: [I32] }),
      envFunc('send_line', { params: [I32, I32] }),
    ],
    funcs: [
      {
        name: 'run',
        code: [
          ...[...op.i32(5), ...op.call(0), ...op.i32(50), ...op.call(1), ...op.call(2)],
          ...[...op.i32(-1), ...op.call(0), ...op.drop()],
          ...[...op.i32(8), ...op.i32(0x68), ...op.storeByte(0), ...op.i32(9), ...op.i32(0x69), ...op.storeByte(0)],
          ...[...op.i32(8), ...op.i32(2), ...op.call(3)],
        ],
      },
    ],
    globals: { __heap_base: 1024 },
  }),
);

/** The seed's own line, and what `make repl` runs. */
const lines = {
  'node -i -e "$(< node-harness/repl.cjs)"': 'node -i -e "$(< node-harness/repl.cjs)"',
  'node node-harness/src/cli.js repl': 'node node-harness/src/cli.js repl',
};

/**
 * Runs a shell line with this very Node and pipes `input` into it.
 *
 * @param {string} line
 * @param {string[]} input lines typed at the prompt
 * @param {{ guest?: string, cwd?: string }} [options]
 */
function run(line, input, { guest, cwd = repositoryRoot } = {}) {
  const { GUEST: _, NODE_OPTIONS: __, NODE_TEST_CONTEXT: ___, ...env } = process.env;
  if (guest !== undefined) env.GUEST = guest;
  const withThisNode = line.replace(/^node/, `'${process.execPath}'`);
  const result = spawnSync('bash', ['-c', withThisNode], {
    cwd,
    env: { ...env, NODE_REPL_HISTORY: '' },
    input: input.map((text) => `${text}\n`).join(''),
    encoding: 'utf8',
  });
  assert.ifError(result.error);
  return result;
}

/** What was printed, without the prompts. @param {string} stdout */
const printed = (stdout) =>
  stdout
    .split('\n')
    .map((text) => text.replace(/^(> )+/, ''))
    .filter((text) => text !== '' && !/^(Welcome to Node|Type "\.help")/.test(text));

// The guest given by GUEST_WASM if there is one, else the default of the line itself.
const builtGuest = process.env.GUEST_WASM ? guestPath : undefined;

for (const [name, line] of Object.entries(lines)) {
  describe(name, () => {
    test('the walk: foo prints its malloc, and the byte at index 3 is 42', () => {
      mustExist(guestPath);
      const { stdout, stderr, status } = run(
        line,
        ['exports.add(1, 2)', 'ptr = exports.foo()', 'new Uint8Array(memory.buffer)[ptr + 3]', 'guest.instance.exports.foo()'],
        { guest: builtGuest },
      );
      assert.equal(stderr, '');
      assert.equal(status, 0);
      const [banner, sum, malloc, ptr, byte, secondMalloc] = printed(stdout);
      assert.match(banner, /exports .*\badd\/2\b.*\bfoo\/0\b.*; at hand: guest, memory, exports, hexdump\(ptr, len\), and each export by its name; \.help lists the commands$/);
      assert.equal(sum, '3');
      assert.match(malloc, /^malloc 5 -> 0x[0-9a-f]+0$/);
      assert.equal(malloc, `malloc 5 -> 0x${Number(ptr).toString(16)}`);
      assert.equal(byte, '42');
      assert.equal(secondMalloc, `malloc 5 -> 0x${(Number(ptr) + 16).toString(16)}`);
    });

    test('every call of the heap and every line of the guest is printed', () => {
      const { stdout, stderr } = run(line, ['exports.run()', 'hexdump(8, 2)'], { guest: traced });
      assert.equal(stderr, '');
      assert.deepEqual(printed(stdout), [
        `${traced} exports run/0; at hand: guest, memory, exports, hexdump(ptr, len), and each export by its name; .help lists the commands`,
        'malloc 5 -> 0x400',
        'realloc 0x400 50 -> 0x400',
        'free 0x400',
        'malloc 4294967295 -> 0x0',
        'hi',
        'undefined',
        '00000008  68 69                                             |hi|',
        'undefined',
      ]);
    });

    test('the names at hand are those of the guest', () => {
      const { stdout } = run(
        line,
        ['exports === guest.exports', 'memory === guest.memory', 'memory instanceof WebAssembly.Memory', 'typeof hexdump'],
        { guest: traced },
      );
      assert.deepEqual(printed(stdout).slice(1), ['true', 'true', 'true', "'function'"]);
    });

    test('a guest that is missing is an error with the next step, and no REPL', () => {
      const missing = join(folder, 'missing.wasm');
      const { stderr, status } = run(line, ['1 + 1'], { guest: missing });
      assert.equal(
        stderr,
        `error: cannot read ${missing}: there is no such file. Build the guest with \`make guest\`, or give another path.\n`,
      );
      assert.equal(status, 2);
    });
  });
}

test('the default guest of both is the one that make guest builds', () => {
  assert.equal(DEFAULT_GUEST, 'target/wasm32-unknown-unknown/release/guest_nostd.wasm');
});

test('the command takes the guest as its argument', () => {
  assert.match(run(`node node-harness/src/cli.js repl '${traced}'`, []).stdout, /exports run\/0; at hand/);
});

test('repl.cjs run from another folder says where to run it', () => {
  const { stderr, status } = run(`node -i -e "$(< '${repositoryRoot}/node-harness/repl.cjs')"`, [], { cwd: folder });
  assert.match(stderr, /^error: there is no node-harness\/src in .*\. Run this line from the root of the repository\.\n$/);
  assert.equal(status, 2);
});

test('repl.cjs on a Node that cannot require() an ES module says what to do', () => {
  // A newer Node is made to be such a one by the flag; an older one does not know it.
  const knowsFlag = process.allowedNodeEnvironmentFlags.has('--experimental-require-module');
  const node = knowsFlag ? 'node --no-experimental-require-module' : 'node';
  const { stderr, status } = run(`${node} -i -e "$(< node-harness/repl.cjs)"`, [], { guest: traced });
  assert.equal(
    stderr,
    `error: Node ${process.versions.node} cannot require() an ES module, which this line needs. ` +
      'Use `make repl`, or Node 20.19 or later.\n',
  );
  assert.equal(status, 2);
});
