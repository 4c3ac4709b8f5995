// Does with the module of a component what a host does with the component: `greet` and `range-of`, step by step.
import { readFileSync } from 'node:fs';

import { CORE_MODULE, sections } from './sections.js';

const component = readFileSync(process.argv[2]);
const { content: module } = [...sections(component)].find(({ id }) => id === CORE_MODULE);
const { instance } = await WebAssembly.instantiate(module);
const { memory } = instance.exports;

const show = (at, length) => {
  const bytes = new Uint8Array(memory.buffer, at, length);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  console.log(`  ${String(at).padStart(3)}  ${hex}`);
};
const call = (name, ...args) => {
  const result = instance.exports[name](...args);
  console.log(`${name}(${args.join(', ')})${result === undefined ? '' : ` = ${result}`}`);
  return result;
};

// #region greet
const name = new TextEncoder().encode('World');
const at = call('realloc', 0, 0, 1, name.length);
new Uint8Array(memory.buffer).set(name, at);
show(at, name.length);

const answer = call('greet', at, name.length);
show(answer, 8);
const [line, len] = new Uint32Array(memory.buffer, answer, 2);
show(line, len);
console.log('→', new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(memory.buffer, line, len)));
call('post-return', answer);
// #endregion greet

const numbers = new Float64Array([2, 0.5, 8]);
const list = call('realloc', 0, 0, 8, numbers.byteLength);
new Float64Array(memory.buffer).set(numbers, list / 8);

const range = call('range-of', list, numbers.length);
show(range, 1);
show(range + 8, 16);
const [some] = new Uint8Array(memory.buffer, range, 1);
const [least, most] = new Float64Array(memory.buffer, range + 8, 2);
console.log('→', some === 0 ? 'none' : { least, most });
call('post-return', range);
