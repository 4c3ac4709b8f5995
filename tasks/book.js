// Renders the pages of this repository as a book: target/book/index.html, or in the folder that is its argument.
import { join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { write } from './book/write.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = process.argv[2] ?? join(root, 'target/book');
const count = write(root, out);
console.log(`${count} pages: ${relative(process.cwd(), join(out, 'index.html'))}`);
