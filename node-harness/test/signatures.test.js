import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { HarnessError } from '../src/harness-error.js';
import { signatures } from '../src/module/signatures.js';
import { assemble, name, section, vectorSection } from '../test-support/assemble.js';
import { everyType, namesAt } from '../test-support/every-type.js';
import { guestPath, mustExist, repositoryRoot } from '../test-support/guest-files.js';
import { seeded } from '../test-support/random.js';

/** @param {number[]} sections */
const moduleOf = (...sections) => Uint8Array.from([...assemble({}), ...sections]);

/** @param {Uint8Array} bytes */
const causeOf = (bytes) => {
  try {
    signatures(bytes, 'guest.wasm');
  } catch (error) {
    assert.ok(error instanceof HarnessError, String(error));
    assert.equal(error.code, 'ERR_MALFORMED_MODULE');
    return /malformed at (.*)\. The file is cut short or damaged/.exec(error.message)?.[1];
  }
  return assert.fail('nothing was thrown');
};

/**
 * The exports of a module whose exported globals have these types.
 *
 * @param {...number[]} types
 */
const globalTypes = (...types) =>
  signatures(
    moduleOf(
      ...vectorSection(6, types.map((type) => [...type, 0, 0x0b])),
      ...vectorSection(7, types.map((_, i) => [...name(`g${i}`), 3, i])),
    ),
  ).exports.map((entry) => entry.kind === 'global' && entry.type);

test('the guest tells the types of all that it imports and exports', () => {
  const { imports, exports } = signatures(readFileSync(mustExist(guestPath)));
  assert.deepEqual(
    imports.find(({ module, name: text }) => module === 'env' && text === 'malloc'),
    { module: 'env', name: 'malloc', kind: 'function', params: [{ type: 'i32' }], results: ['i32'] },
  );
  assert.deepEqual(
    exports.find(({ name: text }) => text === 'random_add'),
    { name: 'random_add', kind: 'function', params: [{ type: 'f64' }, { type: 'f64' }], results: ['f64'] },
  );
  assert.deepEqual(
    exports.find(({ name: text }) => text === '__heap_base'),
    { name: '__heap_base', kind: 'global', type: 'i32', mutable: false },
  );
});

test('parameters have the names of the name section, whatever they are', () => {
  const mix = signatures(everyType).exports.find(({ name: text }) => text === 'mix');
  assert.ok(mix?.kind === 'function');
  assert.deepEqual(mix.params, [
    { type: 'i32', name: 'count' },
    { type: 'i64', name: 'class' },
    { type: 'f32', name: 'this' },
    { type: 'f64', name: 'a b' },
    { type: 'externref', name: 'count' },
    { type: 'funcref', name: '' },
  ]);
});

test('a damaged name section takes the names away and nothing else', () => {
  const whole = signatures(everyType).exports.map(({ name: text, kind }) => [text, kind]);
  for (let position = namesAt; position < everyType.length; position++) {
    const damaged = everyType.slice();
    damaged[position] = 0xff;
    assert.deepEqual(signatures(damaged).exports.map(({ name: text, kind }) => [text, kind]), whole);
  }
});

test('types of garbage collection and of typed references are told as the text format writes them', () => {
  assert.deepEqual(globalTypes([0x6e], [0x6c], [0x69], [0x63, 0x6f], [0x64, 0x70], [0x63, 3], [0x64, 0xc0, 0x00]), [
    'anyref', 'i31ref', 'exnref', 'externref', '(ref func)', '(ref null 3)', '(ref 64)',
  ]);
});

test('structures, arrays and recursion groups stand between function types', () => {
  const types = [
    [0x4e, 2, 0x5f, 2, 0x78, 1, 0x7f, 0, 0x50, 1, 0, 0x5e, 0x64, 0, 0], // (rec (struct i8 i32) (sub 0 (array (ref 0))))
    [0x4f, 0, 0x60, 1, 0x63, 0, 1, 0x64, 1], // (sub final (func (param (ref null 0)) (result (ref 1))))
  ];
  const bytes = moduleOf(
    ...vectorSection(1, types),
    ...vectorSection(3, [[2]]),
    ...vectorSection(7, [[...name('f'), 0, 0]]),
  );
  assert.deepEqual(signatures(bytes).exports, [
    { name: 'f', kind: 'function', params: [{ type: '(ref null 0)' }], results: ['(ref 1)'] },
  ]);
});

test('a global that comes after every kind of initial value is found', () => {
  const values = [
    [0x41, 0x7f],
    [0x42, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00],
    [0x43, 0x0b, 0x0b, 0x0b, 0x0b],
    [0x44, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
    [0x23, 0, 0x41, 1, 0x6a],
    [0xfd, 12, ...new Array(16).fill(0x0b)],
    [0xd0, 0x6e],
    [0xd2, 0x0b],
    [0x41, 1, 0xfb, 28],
    [0xfb, 8, 0x0b, 0],
    [0xfb, 1, 0x0b, 0xfb, 27],
  ];
  const bytes = moduleOf(
    ...vectorSection(6, [...values.map((value) => [0x7f, 0, ...value, 0x0b]), [0x7e, 1, 0x42, 0, 0x0b]]),
    ...vectorSection(7, [[...name('last'), 3, values.length]]),
  );
  assert.deepEqual(signatures(bytes).exports, [{ name: 'last', kind: 'global', type: 'i64', mutable: true }]);
});

test('a table that states what it is filled with is read', () => {
  const bytes = moduleOf(
    ...vectorSection(4, [[0x40, 0, 0x64, 0x70, 0, 5, 0xd2, 0, 0x0b]]),
    ...vectorSection(7, [[...name('t'), 1, 0]]),
  );
  assert.deepEqual(signatures(bytes).exports, [
    { name: 't', kind: 'table', type: '(ref func)', limits: { initial: 5, shared: false, is64: false } },
  ]);
});

test('a damaged module is refused by what is wrong and where', () => {
  const cases = /** @type {[number[], string][]} */ ([
    [section(1, [1, 0x61]), 'byte 0xc: 0x61 is not a form of type that this harness knows'],
    [section(1, [1, 0x60, 1, 0x01, 0]), 'byte 0xe: 0x1 is not a value type'],
    [section(1, [1, 0x60, 9, 0x7f]), 'byte 0xe: a value type is missing'],
    [section(1, [1, 0x60, 0, 0, 0]), 'byte 0xe: the type section goes on after its last entry'],
    [section(3, [1, 7]), 'byte 0xc: there is no function type 7'],
    [[...section(1, [1, 0x5e, 0x7f, 0]), ...section(3, [1, 0])], 'byte 0x12: there is no function type 0'],
    [section(6, [1, 0x7f, 2]), 'byte 0xd: 2 is not a mutability'],
    [section(6, [1, 0x7f, 0, 0x20, 0, 0x0b]), 'byte 0xe: 0x20 is not an instruction of a constant expression'],
    [section(6, [1, 0x7f, 0, 0xfb, 99, 0x0b]), 'byte 0xf: 0x63 is not an instruction of a constant expression'],
    [section(6, [1, 0x63, 0x40]), 'byte 0xd: -64 is not a heap type'],
    [section(6, [1, 0x63, 0xff, 0xff, 0xff, 0xff, 0x7f]), 'byte 0x11: -1 is not a heap type'],
    [section(6, [1, 0x63, 0x80, 0x80, 0x80, 0x80, 0x40]), 'byte 0x11: a heap type does not fit 33 bits'],
    [section(6, [1, 0x63, 0x80, 0x80, 0x80, 0x80, 0x80, 0]), 'byte 0x11: a heap type is longer than a 33-bit integer may be'],
    [section(7, [1, 1, 0x61, 0, 3]), 'byte 0xf: there is no function 3'],
    [section(7, [1, 1, 0x61, 5, 0]), 'byte 0xe: 5 is not a kind of export'],
    [[...section(3, [0]), ...section(3, [0])], 'byte 0xe: section 3 comes a second time'],
    [
      [...section(5, [1, 0, 0]), ...section(7, [2, 1, 0x61, 2, 0, 1, 0x61, 2, 0])],
      'byte 0x18: two exports are named "a"',
    ],
  ]);
  for (const [sections, cause] of cases) assert.equal(causeOf(moduleOf(...sections)), cause);
});

/** @param {Uint8Array} bytes */
const survives = (bytes) => {
  try {
    signatures(bytes);
    return 'read';
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return 'refused';
  }
};

test('every truncation, and thirty thousand mutations, are read or refused', () => {
  const seen = { read: 0, refused: 0 };
  for (let length = 0; length < everyType.length; length++) seen[survives(everyType.subarray(0, length))]++;
  const random = seeded(0x516);
  for (let round = 0; round < 30_000; round++) {
    const bytes = everyType.slice();
    for (let changes = 1 + random.below(4); changes > 0; changes--) {
      bytes[8 + random.below(bytes.length - 8)] = random.below(256);
    }
    seen[survives(bytes)]++;
  }
  assert.ok(seen.read > 1000 && seen.refused > 1000, JSON.stringify(seen));
});

test('where the engine accepts a mutated module, it tells the same types', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--experimental-wasm-type-reflection', 'node-harness/test-support/reflect.js', '7'],
    { cwd: repositoryRoot, encoding: 'utf8' },
  );
  assert.equal(stderr, '');
  assert.equal(status, 0);
  assert.ok(Number(stdout) > 1000, stdout);
});
