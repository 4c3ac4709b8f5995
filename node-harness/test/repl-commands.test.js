import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { F64, I32, assemble, envFunc, envMemory, leb, op } from '../test-support/assemble.js';
import { matchesGolden } from '../test-support/golden.js';
import { counter } from '../test-support/counter-guest.js';
import { repositoryRoot } from '../test-support/guest-files.js';
import { answers, transcript } from '../test-support/repl-session.js';

const folder = mkdtempSync(join(tmpdir(), 'node-harness-repl-commands-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {Uint8Array} bytes */
function file(name, bytes) {
  writeFileSync(join(folder, name), bytes);
  return name;
}

/** @param {string} text */
const name = (text) => [...leb(text.length), ...new TextEncoder().encode(text)];
/** @param {number} id @param {number[]} bytes */
const subsection = (id, bytes) => [id, ...leb(bytes.length), ...bytes];

/** A guest that calls all that a host offers, with names for some of its functions. */
const guest = file(
  'guest.wasm',
  assemble({
    imports: [
      envMemory(2, 4),
      envFunc('malloc', { params: [I32], results: [I32] }),
      envFunc('free', { params: [I32] }),
      envFunc('send_line', { params: [I32, I32] }),
      { module: 'Math', name: 'sqrt', func: { params: [F64], results: [F64] } },
      { module: 'host', name: 'twice', func: { params: [I32], results: [I32] } },
    ],
    funcs: [
      { name: 'make', params: [I32], results: [I32], code: [...op.get(0), ...op.call(8)] },
      { name: 'drop', params: [I32], code: [...op.get(0), ...op.call(1)] },
      { name: 'say', params: [I32, I32], code: [...op.get(0), ...op.get(1), ...op.call(2)] },
      { code: [...op.get(0), ...op.call(0)], params: [I32], results: [I32] },
      { name: 'twice', params: [I32], results: [I32], code: [...op.get(0), ...op.call(4)] },
      { name: 'poke', params: [I32], code: [...op.get(0), ...op.i32(0x2a), ...op.storeByte(0)] },
      { name: 'trap', code: op.unreachable() },
      { name: 'a\u001bb', code: [] },
    ],
    globals: { __heap_base: 1024 },
    custom: [
      {
        name: 'name',
        bytes: Uint8Array.from([
          // The function behind `make` has a name, and so have the parameters of `make`.
          ...subsection(1, [1, 8, ...name('allocate')]),
          ...subsection(2, [1, 5, 1, 0, ...name('size')]),
        ]),
      },
    ],
  }),
);
writeFileSync(join(folder, 'imports.mjs'), 'export const host = { twice: (n) => n * 2 };\n');

/** @param {string} golden @param {string[]} lines */
function matches(golden, lines) {
  matchesGolden(`repl/${golden}.txt`, transcript(['--imports=imports.mjs', guest], lines, { cwd: folder }));
}

test('exports and imports are listed with their types, the names of parameters, and who provides them', () => {
  matches('signatures', ['.exports', '.imports', 'exports.make', 'make.length', '.types']);
});

test('blocks are counted, drawn, and found by where they were made', () => {
  matches('heap', [
    '.heap', 'a = make(100)', 'b = make(3000)', 'drop(a)', 'make(40)', '.heap', '.leaks', '.mark', '.leaks', 'make(7)', 'make(8)',
    '.leaks', 'drop(b)', '.leaks',
  ]);
});

test('a stretch of memory is shown, and what the last line changed in it', () => {
  matches('memory', [
    'p = make(20)', 'poke(p)', '.diff', 'poke(p + 25)', '.diff', 'poke(p + 40)', '.diff', '.hex p', '.hex p + 1', '.hex p 4', '.hex p+4 2', '.hex 0x400 1', '1 + 1', '.diff',
    'new Uint8Array(memory.buffer, 8, 200).fill(7), 0', '.diff', 'memory.grow(1)', '.diff', 'poke(0x20000)', '.diff',
  ]);
});

test('calls across the boundary are printed on demand', () => {
  matches('trace', [
    '.trace', '.trace on', 'twice(21)', 'make(5)', 'new Uint8Array(memory.buffer).set([104, 105], 8)', 'say(8, 2)', '.trace twice', 'make(5)', 'twice(1)', '.trace twcie', '.trace off',
    'twice(2)', 'guest.trace.calls.length > 5',
  ]);
});

test('a guest that trapped says where, how to go on, and does so', () => {
  matches('trap', ['make(1)', 'trap()', 'make(2)', '.reload', 'make(3)', 'drop(12345)', 'guest.reset() === guest', 'make(4)', 'memory === guest.memory', 'exports === guest.exports', 'make === exports.make']);
});

test('the heap that finds mistakes says in which functions of the guest a block was allocated and freed', () => {
  matchesGolden(
    'repl/check.txt',
    transcript(
      ['--imports=imports.mjs', '--heap=check', guest],
      ['p = make(20)', 'poke(p + 20)', 'poke(p)', 'drop(p)', 'drop(p)', '.reload', 'q = make(1)', '.heap', '.reload keep', 'drop(q)'],
      { cwd: folder },
    ),
  );
});

test('a guest of WASI runs, and a guest without the host heap is not told to have one', () => {
  const hello = join(repositoryRoot, 'baselines/modules/guest-wasi/wasm32-wasip1.Oz.lto-fat.hello.wasm');
  matchesGolden('repl/wasi.txt', transcript([hello], ['.imports', '.trace on', 'guest.wasi.start()', '.heap', '.reload keep', 'guest.wasi.start()']));
});

test('a command with the wrong arguments says what it takes', () => {
  matches('misuse', ['.hex', '.hex nix', '.hex "a"', '.hex 1 2 3', '.hex 0xffffffff 2', '.reload now', '.reload fresh keep']);
});

test('each export is at hand by its name, unless something else has it', () => {
  const [, own, length] = answers(['--imports=imports.mjs', guest], ['var say = 5', 'say', 'trap === exports.trap'], { cwd: folder });
  assert.equal(own, '5\n');
  assert.equal(length, 'true\n');
});

test('a loop that allocates does not scroll everything else away', () => {
  const [answer] = answers(['--imports=imports.mjs', guest], ['for (let i = 0; i < 1250; i++) make(1)'], { cwd: folder });
  const lines = answer.split('\n');
  assert.equal(lines.filter((line) => line.startsWith('malloc ')).length, 100);
  assert.equal(lines[100], '… and 1,150 more calls of the heap');
});

test('a new build is loaded with a fresh state, or with that of the old one', () => {
  const old = file('counter.wasm', counter({ step: 1 }));
  file('ten.wasm', counter({ step: 10 }));
  file('moved.wasm', counter({ step: 10, heapBase: 2048 }));
  file('larger.wasm', counter({ step: 10, pages: 3 }));
  file('broken.wasm', counter({ step: 10 }).subarray(0, 40));
  file('more.wasm', counter({ step: 1, more: true }));
  /** @param {string} name */
  const put = (name) => `fs.copyFileSync('${name}', '${old}')`;
  matchesGolden(
    'repl/reload.txt',
    transcript(
      [old],
      [
        'count()', 'count()', 'block = take(10)', 'exports.level.value = 9', put('ten.wasm'), '.reload keep', 'count()', 'exports.level.value',
        'give(block)', 'memory === guest.memory', put('moved.wasm'), '.reload keep', 'count()', put('larger.wasm'), '.reload keep',
        put('broken.wasm'), '.reload keep', 'count()', put('more.wasm'), '.reload', '.diff', 'count()', 'count()', '.reload keep', 'count()',
        'guest.reset() === guest', 'count()', 'take(1)',
      ],
      { cwd: folder },
    ),
  );
});
