// A program that uses the package through its declarations.
import { GuestPanic, HarnessError, bump, fast, instantiate, instantiateSync, type Guest, type Part } from '@wasm-by-hand/node-harness';
import * as core from '@wasm-by-hand/node-harness/core';
import { instantiate as instantiateSmall } from '@wasm-by-hand/node-harness/small';

interface Exports {
  add: (lhs: number, rhs: number) => number;
  __heap_base: WebAssembly.Global;
}

const guest = await instantiate<Exports>('guest.wasm', {
  heap: fast,
  imports: { env: { tick: () => 1 } },
  onMalloc: (size, ptr) => size.toFixed() + ptr.toFixed(),
  onPanic: (panic) => panic.guestMessage.length + panic.line,
  onWarning: ({ kind }) => kind === 'bound-elsewhere',
  surrogates: 'wtf8',
});

// Exports have the types of the module.
guest.exports.add(1, 2).toFixed();
// @ts-expect-error a parameter is missing
guest.exports.add(1);
// @ts-expect-error there is no such export
guest.exports.subtract(1, 2);

// Text and bytes, both ways.
const length: number = guest.text.with('Ada', (ptr, len) => ptr + len);
const text: string = guest.text.read(8, length);
const placed: { ptr: number; len: number } = guest.bytes.write(Float64Array.of(1, 2));
const numbers: Float64Array = guest.bytes.read(placed.ptr, 2, Float64Array);
const view: Uint8Array = guest.bytes.view(0, 4);
guest.scope(({ text, bytes }) => text('a').ptr + bytes(view).len).toFixed();
// @ts-expect-error text is not bytes
guest.bytes.write('Ada');
// @ts-expect-error it is a string that comes back
guest.text.read(0, 1).toFixed();
// @ts-expect-error bytes are not 64-bit numbers
const wrong: BigInt64Array = guest.bytes.read(0, 1, Float64Array);

// Handles and pointers.
const handle: number = guest.handles.add({ any: 'thing' });
guest.handles.drop(handle);
class Vector extends guest.pointerClass('Vector', 'vector_free') {
  twice() {
    return guest.exports.add(this.ptr, this.ptr);
  }
}
new Vector(8).twice();
new Vector(8).free();
// @ts-expect-error an address is a number
new Vector('8');

guest.heap.stats().liveBlocks.toFixed();
guest.reset().exports.add(1, 2);
const again: Guest<Exports> = instantiateSync<Exports>(new Uint8Array());
// @ts-expect-error there is no such option
await instantiate('guest.wasm', { onLines: () => {} });
// @ts-expect-error a mode that is none
await instantiate('guest.wasm', { surrogates: 'utf9' });

try {
  again.exports.add(1, 2);
} catch (error) {
  if (error instanceof GuestPanic) error.file.length;
  if (error instanceof HarnessError) error.code.length;
}

// In the core, a guest has what its parts add, and nothing else.
const counting: Part = (_, imports) => {
  imports.env.count ??= () => 1;
};
const small = await core.instantiate(fetch('guest.wasm'), { parts: [core.heap(bump), core.text], maxPages: 4 });
small.text.take(small.exports.greet()).length;
small.heap.sizeOf(8);
// @ts-expect-error the part is not plugged in
small.handles.add({});
// @ts-expect-error nor is this one
core.instantiateSync(new Uint8Array()).text;
core.instantiateSync(new Uint8Array(), { parts: [core.lines, core.panics, counting] }).exports.anything();

// The small host has the types of the module too.
const tiny = await instantiateSmall<Exports>(fetch('guest.wasm'), { imports: { env: { tick: () => 1 } } });
tiny.text.with('Ada', tiny.exports.add).toFixed();
// @ts-expect-error it has no heap to look into
tiny.heap;

export { again, numbers, text, wrong };
