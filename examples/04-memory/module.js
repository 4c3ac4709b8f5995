/** What a module says about its memory: the sections are read here, the globals by the engine. */
import { readFileSync } from 'node:fs';

/** Where the data segments of a module begin and end. Format: WebAssembly specification, section 5.5. */
function segments(file) {
  let at = 8; // behind `\0asm` and the version
  /** An integer in LEB128: seven bits a byte, the low ones first. Addresses are signed. */
  const integer = (signed) => {
    for (let value = 0, shift = 0; ; ) {
      const byte = file[at++];
      value |= (byte & 127) << shift;
      shift += 7;
      if (byte < 128) return signed ? (byte & 64 && shift < 32 ? value | (-1 << shift) : value) >>> 0 : value >>> 0;
    }
  };

  while (at < file.length) {
    const id = file[at++];
    const end = integer() + at;
    if (id === 11) {
      return Array.from({ length: integer() }, () => {
        at += 2; // 0: active, in memory 0; 0x41: its address is `i32.const`
        const start = integer(true);
        at += 1; // 0x0b: the end of that
        const length = integer();
        at += length;
        return { start, end: start + length };
      });
    }
    at = end;
  }
  return [];
}

/** The areas of a module's memory, from address 0 on. */
export async function areas(path) {
  const file = readFileSync(path);
  const { exports } = (await WebAssembly.instantiate(file)).instance;
  const [low, high, base, end, heap, top] = ['__stack_low', '__stack_high', '__global_base', '__data_end', '__heap_base', '__heap_end'].map((name) => exports[name].value);
  const written = segments(file);
  const zeros = written.at(-1).end;
  const known = [
    { name: 'stack', start: low, end: high },
    { name: 'data', start: base, end: zeros, note: `${written.length} segments in the file` },
    { name: '.bss', start: zeros, end, note: 'zeros, not in the file' },
    { name: 'heap', start: heap, end: top, note: 'the rest of the initial pages' },
  ].sort((one, other) => one.start - other.start);
  // What is between two areas is there so that the next one is aligned.
  const all = [];
  for (const area of known) {
    const from = all.at(-1)?.end ?? 0;
    if (from < area.start) all.push({ name: 'unused', start: from, end: area.start });
    all.push(area);
  }
  return all;
}
