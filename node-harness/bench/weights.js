import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

/** For the same work: which features of the peer, and which imports of ours. @type {[what: string, features: string, imports: string][]} */
const WORK = [
  ['numbers: `add`', 'add', 'load'],
  ['text: `greet`', 'greet', 'instantiate, heap, fast, text'],
  ['… and short text twice as fast', 'greet', 'instantiate, heap, fast, text, shortText'],
  ['numbers, text and arrays', 'add,greet,vector', 'instantiate, heap, fast, text, bytes'],
];

const CORE = new URL('../src/core/index.js', import.meta.url);

/**
 * How many bytes of JavaScript a page loads beside a module: minified by
 * esbuild, then gzip -9. Ours is bundled; the peer's is one file already.
 *
 * @param {string} folder where the peer's was generated
 */
export function weights(folder) {
  const peer = async (/** @type {string} */ platform, /** @type {string} */ features) => {
    const source = readFileSync(join(folder, `${platform}-${features}`, 'greet_bindgen.js'), 'utf8');
    return gzipped((await transform(source, { minify: true })).code);
  };
  const ours = async (/** @type {string} */ names) => {
    const { outputFiles } = await build({
      stdin: { contents: `export { ${names} } from '${CORE.pathname}';`, resolveDir: '.' },
      ...{ bundle: true, minify: true, format: 'esm', write: false },
    });
    return gzipped(outputFiles[0].contents);
  };
  return Promise.all(
    WORK.map(async ([what, features, imports]) => ({
      what,
      web: await peer('web', features),
      nodejs: await peer('nodejs', features),
      ours: await ours(imports),
    })),
  );
}

/** @param {string | Uint8Array} code */
const gzipped = (code) => gzipSync(code, { level: 9 }).length;
