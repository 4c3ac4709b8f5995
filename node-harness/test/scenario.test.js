import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { parseStep } from '../src/scenario/step.js';
import { Walk } from '../src/scenario/walk.js';
import { I32, I64, assemble, envFunc, envMemory, op } from '../test-support/assemble.js';

const CLI = fileURLToPath(new URL('../src/cli.js', import.meta.url));

const GUEST = assemble({
  imports: [envMemory(1, 2), envFunc('malloc', { params: [I32], results: [I32] })],
  globals: { __heap_base: 1000 },
  funcs: [
    { name: 'alloc', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] },
    { name: 'dealloc', params: [I32, I32], code: [] },
    { name: 'same', params: [I64], results: [I64], code: op.get(0) },
    { name: 'trap', code: op.unreachable() },
  ],
  custom: [{ name: 'note', bytes: new TextEncoder().encode('hello') }],
});

/** @param {string[]} steps */
function transcript(...steps) {
  const walk = new Walk(GUEST, 'the guest');
  return steps.map((step) => walk.take(step)).join('');
}

test('a transcript has each step, what happened in the heap, and what came out', () => {
  assert.equal(
    transcript('# nothing', '', 'name = write text Ada', 'read text $name $name.len', 'release name', 'call same -7n'),
    '> name = write text Ada\nmalloc 3 -> 0x3f0\n0x3f0\n> read text $name $name.len\nAda\n> release name\n> call same -7n\n-7n\n',
  );
  assert.equal(
    transcript('write f64 1.5', 'read bytes 1008 8', 'section note', 'pages'),
    '> write f64 1.5\nmalloc 8 -> 0x3f0\n0x3f0\n' +
      '> read bytes 1008 8\n000003f0  00 00 00 00 00 00 f8 3f                           |.......?|\n' +
      '> section note\n00000000  68 65 6c 6c 6f                                    |hello|\n> pages\n1\n',
  );
});

test('after a trap an instance is not called again, and a new one is', () => {
  assert.equal(
    transcript('x = call alloc 1', 'call trap', 'call same 1n', 'instantiate', 'call same 1n'),
    '> x = call alloc 1\nmalloc 1 -> 0x3f0\n1008\n> call trap\nerror: the guest trapped\n' +
      '> call same 1n\nerror: the instance was stopped by an earlier call\n> instantiate\n> call same 1n\n1n\n',
  );
});

test('what the host refuses is in the transcript in its words', () => {
  assert.match(transcript('read bytes 65535 2'), /^> read bytes 65535 2\nerror: reading bytes at 0xffff with length 2 runs past/);
  assert.match(transcript('write bytes ff', 'read text 1008 1'), /error: the text at 0x3f0 with length 1 is not UTF-8/);
  assert.match(transcript('alloc = write text x', 'call alloc 200000'), /malloc 200000 -> 0x0\n0\n$/);
});

test('what is no step is refused', () => {
  for (const line of ['jump', 'call', 'x = pages', 'read words 1 2', 'write', 'write bytes 1', 'write f64 0x1', 'call f 1.', 'call f $']) {
    assert.throws(() => parseStep(line), { code: 'ERR_SCENARIO' }, line);
  }
  for (const steps of [['call nix'], ['call same'], ['call same 1'], ['call same $x'], ['x = call same 1n', 'release x'], ['section x'], ['x = call trap 1']]) {
    assert.throws(() => transcript(...steps), { code: 'ERR_SCENARIO' }, steps.join());
  }
});

test('the command prints the transcript, and names the line that is no step', () => {
  const place = mkdtempSync(join(tmpdir(), 'scenario-'));
  try {
    const [guest, scenario] = [join(place, 'guest.wasm'), join(place, 'a.scenario')];
    writeFileSync(guest, GUEST);
    writeFileSync(scenario, 'pages\r\n');
    assert.equal(execFileSync(process.execPath, [CLI, 'scenario', guest, scenario], { encoding: 'utf8' }), '> pages\n1\n');
    writeFileSync(scenario, 'pages\njump\n');
    const bad = spawnSync(process.execPath, [CLI, 'scenario', guest, scenario], { encoding: 'utf8' });
    assert.equal(bad.status, 2);
    assert.match(bad.stderr, /a\.scenario:2: `jump` is no step/);
    const missing = spawnSync(process.execPath, [CLI, 'scenario', guest, join(place, 'none')], { encoding: 'utf8' });
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /cannot read .*none: ENOENT/);
  } finally {
    rmSync(place, { recursive: true });
  }
});
