// Makes a call in two threads, and prints the sum that they leave: `two.js MODULE PAGES MAXIMUM NAME ARGUMENT`.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';

import { inTwoThreads } from './threads.js';

const [file, initial, maximum, name, argument] = argv.slice(2);
const module = await WebAssembly.compile(readFileSync(file));
const sum = await inTwoThreads(module, [name, Number(argument)], { initial: Number(initial), maximum: Number(maximum) });
console.log(`${name}: ${sum}`);
