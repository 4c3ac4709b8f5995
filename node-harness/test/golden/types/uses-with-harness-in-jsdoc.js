import { instantiate } from '../../../src/node.js';

/** @type {import('../../../src/node.js').Guest<import('./guest.wasm.d.ts').Exports>} */
const guest = await instantiate('guest.wasm');
guest.exports.add(1, 2).toFixed();
// @ts-expect-error two numbers
guest.exports.add('1', 2);
