/** Runs a command of WASI as page.js does, and draws the memory after each call of one name: `node picture.js CALL MODULE [ARGS]`. */
import process from 'node:process';

import { instantiate } from '@wasm-by-hand/node-harness';
import { wasi } from '@wasm-by-hand/node-harness/wasi';

import { calls } from './calls.js';
import { granted } from './granted.js';

const [call, module, ...args] = process.argv.slice(2);

const VALUES = {
  u8: (view) => `= ${view.getUint8(0)}`,
  u32: (view) => `= ${view.getUint32(0, true)}`,
  u64: (view) => `= ${view.getBigUint64(0, true)}`,
  pointer: (view) => `→ ${view.getUint32(0, true)}`,
  text: (view) => JSON.stringify(new TextDecoder().decode(view)).replaceAll('\\u0000', '\\0'),
  bytes: () => '',
};
const LENGTHS = { u8: 1, u32: 4, u64: 8, pointer: 4 };

/** A field: 8 bytes a line, with its name and value in the first. */
function draw(memory, { at, type, length = LENGTHS[type], name = '', by }) {
  const hex = Array.from(new Uint8Array(memory.buffer, at, length), (byte) => byte.toString(16).padStart(2, '0'));
  const value = VALUES[type](new DataView(memory.buffer, at, length));
  for (let i = 0; i < length; i += 8) {
    const line = `${String(at + i).padStart(4)}  ${hex.slice(i, i + 8).join(' ').padEnd(23)}  ${by.padEnd(5)}`;
    console.log(i === 0 ? [line, name, value].filter(Boolean).join(' ') : line.trimEnd());
  }
}

/** Has the calls of calls.js do what they did, and draws those that were asked for. */
const drawn = (guest, imports) => {
  const offered = imports.wasi_snapshot_preview1;
  const counts = {};
  for (const [name, { params, fields }] of Object.entries(calls)) {
    const original = offered[name];
    offered[name] = (...given) => {
      const errno = original(...given);
      const { memory } = guest.exports;
      const view = new DataView(memory.buffer);
      const found = errno === 0 ? [...fields(given, (at) => view.getUint32(at, true), counts)] : [];
      if (name === call) {
        console.log(`${name}(${params.map((param, i) => `${param} ${given[i]}`).join(', ')}) = ${errno}`);
        for (const field of found.sort((a, b) => a.at - b.at)) draw(memory, field);
      }
      return errno;
    };
  }
};

const part = wasi({ ...granted, args: [module, ...args], stdout() {} });
const guest = await instantiate(module, { parts: [part, drawn] });
guest.wasi.start();
