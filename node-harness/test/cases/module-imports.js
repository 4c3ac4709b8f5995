import { HarnessError } from '../../src/harness-error.js';
import { readMemoryImports } from '../../src/module-imports.js';
import { I32, I64, assemble, envFunc, envMemory, leb, section } from '../../test-support/assemble.js';
import { seeded } from '../../test-support/random.js';
import * as assert from '../../test-support/assert.js';
import { suite } from '../../test-support/suites.js';

const test = suite('module-imports');

/** @param {import('../../test-support/assemble.js').Limits} memory */
const withMemory = (memory) =>
  assemble({ imports: [{ module: 'env', name: 'memory', memory }] });

/** Bytes with an import section made by hand. @param {number[]} bytes */
const withImportSection = (bytes) => Uint8Array.from([...assemble({}), ...section(2, bytes)]);

/** @param {() => unknown} body */
const messageOf = (body) => {
  try {
    body();
  } catch (error) {
    assert.ok(error instanceof HarnessError, String(error));
    return error.message;
  }
  return assert.fail('nothing was thrown');
};

test('the limits of an imported memory are read from the import section', () => {
  assert.deepEqual(readMemoryImports(withMemory({ initial: 17 })), [
    { module: 'env', name: 'memory', initialPages: 17, shared: false, is64: false },
  ]);
  assert.deepEqual(readMemoryImports(withMemory({ initial: 1, maximum: 65536 })), [
    { module: 'env', name: 'memory', initialPages: 1, maximumPages: 65536, shared: false, is64: false },
  ]);
  assert.deepEqual(readMemoryImports(withMemory({ initial: 200, maximum: 300, shared: true })), [
    { module: 'env', name: 'memory', initialPages: 200, maximumPages: 300, shared: true, is64: false },
  ]);
  assert.deepEqual(readMemoryImports(withMemory({ initial: 2 ** 33, maximum: 2 ** 48, is64: true })), [
    { module: 'env', name: 'memory', initialPages: 2 ** 33, maximumPages: 2 ** 48, shared: false, is64: true },
  ]);
});

test('the memory is found behind imports of every other kind, by whatever name it has', () => {
  const bytes = assemble({
    imports: [
      envFunc('f', { params: [I32], results: [I64] }),
      { module: 'env', name: 't', table: { initial: 1, maximum: 2 } },
      { module: 'env', name: 'g', global: I32 },
      { module: 'env', name: 'e', tag: {} },
      { module: 'hôte', name: 'mémoire', memory: { initial: 3 } },
      envMemory(4),
    ],
  });
  assert.deepEqual(
    readMemoryImports(bytes).map(({ module, name, initialPages }) => [module, name, initialPages]),
    [
      ['hôte', 'mémoire', 3],
      ['env', 'memory', 4],
    ],
  );
});

test('a module without imports, or with other imports only, imports no memory', () => {
  assert.deepEqual(readMemoryImports(assemble({})), []);
  assert.deepEqual(readMemoryImports(assemble({ imports: [envFunc('f', {})] })), []);
});

test('a custom section before the import section is stepped over', () => {
  const plain = assemble({ imports: [envMemory(5)] });
  const custom = section(0, [1, 0x78, 2, 2, 2]);
  const bytes = Uint8Array.from([...plain.subarray(0, 8), ...custom, ...plain.subarray(8)]);
  assert.equal(readMemoryImports(bytes)[0].initialPages, 5);
});

test('typed function references in imported tables and globals are understood', () => {
  const entry = [1, 0x61, 1, 0x62];
  const bytes = withImportSection([
    ...[3],
    ...[...entry, 1, 0x63, 0x80, 0x01, 0, 1], // table of (ref null 128)
    ...[...entry, 3, 0x64, 0x70, 0], // global (ref func)
    ...[...entry, 2, 0, 9],
  ]);
  assert.deepEqual(readMemoryImports(bytes), [
    { module: 'a', name: 'b', initialPages: 9, shared: false, is64: false },
  ]);
});

test('malformed import sections are refused by what is wrong with them', () => {
  const entry = [1, 0x61, 1, 0x62];
  const cases = /** @type {[Uint8Array, string][]} */ ([
    [withImportSection([]), 'at byte 0xa: the number of imports is missing'],
    [withImportSection([1, 200, 1]), 'at byte 0xd: the module name of an import wants 200 bytes where 0 are left'],
    [withImportSection([1, 1, 0xff, 0]), 'at byte 0xd: the module name of an import is not UTF-8'],
    [withImportSection([1, ...entry, 9]), 'at byte 0x10: 9 is not a kind of import'],
    [withImportSection([1, ...entry, 2, 8, 1]), 'at byte 0x11: 8 is not a flag byte that this harness knows for the limits of a memory'],
    [withImportSection([1, ...entry, 2, 2, 1]), 'at byte 0x12: a shared memory has no maximum'],
    [withImportSection([1, ...entry, 2, 1, 2, 1]), 'at byte 0x13: the maximum of a memory (1) is below its initial size (2)'],
    [withImportSection([1, ...entry, 2, 0, ...leb(65537)]), 'at byte 0x14: a memory of 65537 pages is beyond what 32 bits can address'],
    [withImportSection([1, ...entry, 2, 0, 0xff, 0xff, 0xff, 0xff, 0x1f]), 'at byte 0x16: the initial size of a memory does not fit 32 bits'],
    [withImportSection([1, ...entry, 2, 0, 0x80, 0x80, 0x80, 0x80, 0x80, 0]), 'at byte 0x16: the initial size of a memory is longer than a 32-bit integer may be'],
    [withImportSection([0, 0]), 'at byte 0xb: the import section goes on after its last import'],
    [withImportSection([...leb(0xffffffff)]), 'at byte 0xf: the length of the module name of an import is missing'],
    [Uint8Array.from([...assemble({}), 2, 100]), 'at byte 0xa: section 2 wants 100 bytes where 0 are left'],
  ]);
  for (const [bytes, cause] of cases) {
    assert.equal(
      messageOf(() => readMemoryImports(bytes, 'guest.wasm')),
      `guest.wasm is malformed ${cause}. The file is cut short or damaged; build or copy it again.`,
    );
  }
});

const everything = assemble({
  imports: [
    envFunc('f', { params: [I32], results: [I64] }),
    { module: 'env', name: 't', table: { initial: 1, maximum: 2 } },
    { module: 'env', name: 'g', global: I32 },
    { module: 'env', name: 'memory', memory: { initial: 200, maximum: 300, shared: true } },
  ],
  funcs: [{ name: 'run', code: [] }],
  custom: [{ name: 'note', bytes: Uint8Array.of(1, 2, 3) }],
});

/** Either parses or is refused in words of the harness. @param {Uint8Array} bytes */
const survives = (bytes) => {
  try {
    for (const memory of readMemoryImports(bytes)) assert.ok(memory.initialPages >= 0);
    return 'parsed';
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    return 'refused';
  }
};

test('every truncation of a module parses or is refused', () => {
  const seen = new Set();
  for (let length = 0; length <= everything.length; length++) {
    seen.add(survives(everything.subarray(0, length)));
  }
  assert.deepEqual([...seen].sort(), ['parsed', 'refused']);
});

test('five thousand random mutations of a module parse or are refused', () => {
  const random = seeded(0x5eed);
  const seen = { parsed: 0, refused: 0 };
  for (let round = 0; round < 5000; round++) {
    const bytes = everything.slice();
    for (let changes = 1 + random.below(4); changes > 0; changes--) {
      // The preamble is left alone, or nearly all would be refused for it.
      bytes[8 + random.below(bytes.length - 8)] = random.below(256);
    }
    seen[survives(bytes)]++;
  }
  assert.ok(seen.parsed > 100 && seen.refused > 100, JSON.stringify(seen));
});

test('wherever the engine accepts a mutated module, the reader agrees about its memories', () => {
  const random = seeded(0xacce);
  let accepted = 0;
  for (let round = 0; round < 3000; round++) {
    const bytes = everything.slice();
    bytes[8 + random.below(bytes.length - 8)] = random.below(256);
    if (!WebAssembly.validate(bytes)) continue;
    accepted++;
    const declared = WebAssembly.Module.imports(new WebAssembly.Module(bytes)).filter(({ kind }) => kind === 'memory');
    assert.deepEqual(
      readMemoryImports(bytes).map(({ module, name }) => ({ module, name })),
      declared.map(({ module, name }) => ({ module, name })),
    );
  }
  assert.ok(accepted > 100, String(accepted));
});
