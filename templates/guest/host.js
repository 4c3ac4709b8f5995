// Calls the guest: node host.js [NAME]
import process from 'node:process';

import { load } from './guest.js';

const guest = await load();
console.log('1 + 2 =', guest.exports.add(1, 2));
guest.text.with(process.argv[2] ?? 'World', (ptr, len) => guest.exports.greet(ptr, len));
