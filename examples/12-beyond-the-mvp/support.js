// Tries all features in hosts, and leaves what came of them for table.js: `support.js HOST…`.
import { mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';

import { HOSTS } from './hosts.js';

const folder = new URL('../../target/12-beyond-the-mvp/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of process.argv.slice(2)) {
  try {
    if (!Object.hasOwn(HOSTS, name)) throw new Error(`there is no such host. Next step: name one of ${Object.keys(HOSTS).join(', ')}`);
    const found = await HOSTS[name]();
    writeFileSync(new URL(`${name}.json`, folder), JSON.stringify(found));
    const tried = Object.values(found.results);
    console.log(`${name}, ${found.version}: ${tried.filter((cell) => cell === 'yes').length} of ${tried.length}`);
  } catch (error) {
    console.error(`support: ${name}: ${error.message}`);
    process.exitCode = 3;
  }
}
