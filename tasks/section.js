/**
 * Prints what comes in, and puts it on a page as text.
 *
 *   wasmtime-runner bench … | node tasks/section.js docs/wasi.md bench-native
 */
import process from 'node:process';
import { text } from 'node:stream/consumers';

import { writeSection } from './pages/section.js';

const [page, name] = process.argv.slice(2);
const printed = await text(process.stdin);
process.stdout.write(printed);
writeSection(page, name, `\`\`\`text\n${printed.trim()}\n\`\`\``);
