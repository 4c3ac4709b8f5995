// Compresses each file of a folder once, as hard as it goes, for the server to choose from: node compress.js FOLDER
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const CODINGS = {
  br: (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  gz: (bytes) => gzipSync(bytes, { level: 9 }),
};

const folder = process.argv[2];
for (const name of readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name))) {
  const bytes = readFileSync(join(folder, name));
  for (const [extension, compress] of Object.entries(CODINGS)) {
    const smaller = compress(bytes);
    const worthwhile = smaller.length < bytes.length;
    if (worthwhile) writeFileSync(join(folder, `${name}.${extension}`), smaller);
    console.log(`${name} ${bytes.length} ${extension} ${smaller.length} ${worthwhile ? 'kept' : 'larger'}`);
  }
}
