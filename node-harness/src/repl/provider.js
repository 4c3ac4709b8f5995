import { knownImport } from '../module/contract.js';

/** The imports of `env` that a heap of the host serves. */
export const OF_THE_HEAP = ['malloc', 'free', 'realloc', 'aligned_alloc'];

/**
 * Who provides an import.
 *
 * @param {import('../module/signatures.js').ImportSignature} entry
 * @param {{ imports: Record<string, Record<string, unknown>>, from: string }} given what the user gave, and the file it is from
 */
export function providerOf({ module, name, kind }, given) {
  if (Object.hasOwn(given.imports, module) && given.imports[module]?.[name] != null) return given.from;
  if (kind === 'memory') return 'the harness, with these limits';
  if (module === 'Math') return 'globalThis.Math';
  if (module === 'wasi_snapshot_preview1') return 'the part wasi, with no file';
  if (module === 'env' && OF_THE_HEAP.includes(name)) return 'the host heap';
  return knownImport(module, name) ? 'the harness' : 'nobody';
}
