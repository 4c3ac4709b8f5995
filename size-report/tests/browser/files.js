/** What the pages of the tests are about. */
import { assemble, op } from '../../../node-harness/test-support/assemble.js';

/** Names that would run a script, end an element, begin a line or turn the direction of writing. */
export const HOSTILE = [
  '<img src=x onerror="window.__pwned=1">',
  '</script><script>window.__pwned=1</script>',
  '<!--<script>',
  '"\'><svg onload="window.__pwned=1">',
  'javascript:window.__pwned=1',
  '\u202Eevil\u2066',
  'a\nb\r\u2028\0\u001b[31m',
  'very-long-'.repeat(10_000),
];

/** @param {number} instructions */
const code = (instructions) => Array.from({ length: instructions }, () => [...op.i32(7), ...op.drop()]).flat();

/**
 * A module with a function for each name, the first one the largest.
 *
 * @param {string[]} names
 */
export function moduleOf(names) {
  return assemble({
    funcs: names.map((name, i) => ({ name, code: code(names.length - i) })),
    custom: [{ name: 'payload', bytes: new Uint8Array(300) }],
  });
}

/** A module with two crates, modules in them, and functions without a crate. */
export const small = moduleOf([
  ...Array.from({ length: 12 }, (_, i) => `shop::cart::add_${i}`),
  ...Array.from({ length: 8 }, (_, i) => `shop::pay::card_${i}`),
  ...Array.from({ length: 6 }, (_, i) => `till::open_${i}`),
  'main',
  'start',
]);

/**
 * A report over three sets of features, two levels and two strips. `more` is added
 * to the size of each cell of the level `z`; `feature` is the first set.
 *
 * @param {{ more?: number, feature?: string, fails?: boolean }} [options] `fails` if one cell could not be built
 */
export function report({ more = 0, feature = 'plain', fails = false } = {}) {
  const axes = { 'opt-level': ['s', 'z'], features: [feature, 'fancy', 'third'], strip: ['none', 'symbols'] };
  const hash = '0'.repeat(64);
  const rows = axes['opt-level'].flatMap((level, i) =>
    axes.features.flatMap((features, k) =>
      axes.strip.map((strip, n) => {
        const raw = 1000 - 300 * i + 50 * k - 400 * n + (level === 'z' ? more : 0);
        return {
          cell: { 'opt-level': level, features, strip },
          bytes: { raw, gzip: Math.ceil(raw / 2), brotli: Math.ceil(raw / 3) },
          ...(strip === 'none' ? { brotli_quality: 9 } : {}),
          sha256: hash,
        };
      }),
    ),
  );
  const failed = fails ? rows.splice(-1) : [];
  return JSON.stringify({
    schema: 'size-report/matrix/1',
    provenance: {
      package: 'small 0.1.0',
      product: 'small',
      profile: 'release',
      rustc: { release: '1.99.1' },
      cargo: 'cargo 1.99.1',
      wasm_opt: null,
      gzip: 'gzip',
      brotli: 'brotli',
      lock_sha256: hash,
      sources_sha256: hash,
      flags: [],
    },
    axes,
    feature_sets: {},
    cells: 12,
    rows,
    failures: failed.map(({ cell }) => ({ cell, message: 'error: <b>no such thing</b>' })),
  });
}
