import { readFileSync } from 'node:fs';

// #region read
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
const { memory, motto, motto_len, lucky, add_to_lucky } = instance.exports;

const text = new Uint8Array(memory.buffer, motto(), motto_len());
console.log('motto, at', motto(), 'of', memory.buffer.byteLength, new TextDecoder().decode(text));

const bytes = new Uint8Array(memory.buffer, lucky(), 4);
console.log('lucky, at', lucky(), bytes);
const view = new DataView(memory.buffer);
for (const littleEndian of [true, false]) console.log('as an u32, little-endian', littleEndian, view.getUint32(lucky(), littleEndian).toString(16));

view.setUint32(lucky(), 40, true);
console.log('lucky + 2 =', add_to_lucky(2));
// #endregion read
