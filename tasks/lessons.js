// The lessons in examples/, of which each is a page whose commands can be run.
//
//   node tasks/lessons.js run [LESSON…]               build and run them; one line for each
//   node tasks/lessons.js check [LESSON…]             … and compare what they print with their pages
//   node tasks/lessons.js bless [LESSON…] [--measure] … or write it there, with --measure the times too
//
// Exit codes: 0 all is as the pages say, 1 a page is out of date, 2 usage, 3 a page cannot be run as it is.
import process from 'node:process';
import { fileURLToPath } from 'node:url';

import { main } from './lessons/command-line.js';

process.exitCode = await main(fileURLToPath(new URL('..', import.meta.url)), process.argv.slice(2), console);
