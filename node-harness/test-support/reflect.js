/**
 * Run with `--experimental-wasm-type-reflection`: compares `signatures` with what
 * the engine says about mutations of a module that it accepts, and prints how
 * many there were. Its one argument is the seed.
 */
import assert from 'node:assert/strict';

import { signatures } from '../src/module/signatures.js';
import { everyType } from './every-type.js';
import { seeded } from './random.js';

/**
 * A signature as the JavaScript API would tell it.
 *
 * @param {import('../src/module/signatures.js').Signature} signature
 */
function reflected(signature) {
  switch (signature.kind) {
    case 'function':
      return { parameters: signature.params.map(({ type }) => type), results: signature.results };
    case 'global':
      return { mutable: signature.mutable, value: signature.type };
    case 'memory':
      return { ...size(signature.limits), shared: signature.limits.shared };
    case 'table':
      return { element: signature.type, ...size(signature.limits) };
    case 'tag':
      return undefined;
  }
}

/** @param {import('../src/module/limits.js').Limits} limits */
const size = ({ initial, maximum }) => (maximum === undefined ? { minimum: initial } : { minimum: initial, maximum });

/** @param {any} told as by the engine */
const typeOf = ({ kind, type }) => (kind === 'tag' ? undefined : { ...type });

const random = seeded(Number(process.argv[2]));
let accepted = 0;
for (let round = 0; round < 20_000; round++) {
  const bytes = everyType.slice();
  if (round > 0) bytes[8 + random.below(bytes.length - 8)] = random.below(256);
  if (!WebAssembly.validate(bytes)) continue;
  accepted++;
  const module = new WebAssembly.Module(bytes);
  const ours = signatures(bytes);
  assert.deepEqual(
    ours.imports.map((entry) => [entry.module, entry.name, entry.kind, reflected(entry)]),
    WebAssembly.Module.imports(module).map((entry) => [entry.module, entry.name, entry.kind, typeOf(entry)]),
  );
  assert.deepEqual(
    ours.exports.map((entry) => [entry.name, entry.kind, reflected(entry)]),
    WebAssembly.Module.exports(module).map((entry) => [entry.name, entry.kind, typeOf(entry)]),
  );
}
console.log(accepted);
