// Prints the sections of a component in hexadecimal, but not the modules in it.
import { readFileSync } from 'node:fs';

import { CORE_MODULE, sections } from './sections.js';

const NAMES = ['custom', 'core module', 'core instance', 'core type', 'component', 'instance', 'alias', 'type', 'canon', 'start', 'import', 'export'];

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
const print = (name, text) => console.log(name.padEnd(14), text);

const bytes = readFileSync(process.argv[2]);
print('preamble', hex(bytes.subarray(0, 8)));
for (const { id, content } of sections(bytes)) print(NAMES[id], id === CORE_MODULE ? `(${content.length} bytes)` : hex(content));
