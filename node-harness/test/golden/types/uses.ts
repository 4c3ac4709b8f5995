import type { Exports, Imports } from './every.wasm.d.ts';
import type { Exports as GuestExports, Imports as GuestImports } from './guest.wasm.d.ts';
import type { Exports as NoExports, Imports as NoImports } from './empty.wasm.d.ts';

/** Compiles only where the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isSame = <A, B>(_: Same<A, B>) => {};

declare const every: Exports;
declare const guest: GuestExports;

// Functions.
isSame<ReturnType<Exports['mix']>, [number, bigint]>(true);
isSame<Parameters<Exports['constructor']>, [p0: bigint]>(true);
isSame<ReturnType<GuestExports['greet']>, void>(true);
const [count, sum] = every.mix(1, 2n, 3.5, 4.5, { any: 'thing' }, null);
count.toFixed();
sum.toString();
every.mix(1, 2n, 3, 4, undefined, every.nothing);
every.new(1, 2n, 3, 4, 5, null);
guest.random_add(0.5, guest.add(1, 2));
// @ts-expect-error an i64 is a bigint
every.mix(1, 2, 3, 4, null, null);
// @ts-expect-error a parameter is missing
guest.add(1);
// @ts-expect-error there is no such export
guest.subtract(1, 2);
// @ts-expect-error text has to be written to memory first
guest.greet('World');
// @ts-expect-error nothing is returned
guest.greet(0, 0).length;
// @ts-expect-error a v128 does not come from JavaScript
every.v128(0n);
// @ts-expect-error nor without an argument
every.v128();
// @ts-expect-error exports cannot be replaced
guest.add = (a, b) => a + b;

// Globals, memories, tables, tags.
const base: number = guest.__heap_base.value;
every['i64 var'].value = 1n;
every['externref var'].value = document;
// @ts-expect-error an i64 is a bigint
every['i64 var'].value = base;
// @ts-expect-error it cannot be changed
every['i32 const'].value = 1;
every.memory.grow(1);
every.functions.get(0);
const again: WebAssembly.Global = every['i32 const'];
export const tag: WebAssembly.Tag = every.oops;
isSame<keyof NoExports, never>(true);

// Imports.
const given = {
  'host-side': {
    'call me': (a, b) => [a, b] as const,
    simd: every.v128,
    twice: () => {},
  },
  g: { constant: 5n, variable: new WebAssembly.Global({ value: 'f32', mutable: true }, 1), any: again },
  t: { functions: every.functions, anything: every.anything },
  tag: { oops: every.oops },
} satisfies Imports;
given.g.constant.toString();
({}) satisfies NoImports;
// What the harness offers may be left out, or be given.
({}) satisfies GuestImports;
({ env: { send_line: (ptr, len) => console.log(ptr + len), memory: new WebAssembly.Memory({ initial: 17 }) } }) satisfies GuestImports;
// What a module imports are records of records, as the harness takes them.
export const records: Record<string, Record<string, unknown>> = given;
// @ts-expect-error the others may not
({}) satisfies Imports;
// @ts-expect-error of another type
({ env: { send_line: (text: string) => console.log(text) } }) satisfies GuestImports;
// @ts-expect-error nobody asks for it
({ env: { sendLine: () => {} } }) satisfies GuestImports;
// @ts-expect-error one result of two
({ ...given, 'host-side': { ...given['host-side'], 'call me': () => 1 } }) satisfies Imports;
// @ts-expect-error it has to be one that can change
({ ...given, g: { ...given.g, variable: 1 } }) satisfies Imports;
// @ts-expect-error it is called with a bigint as well
({ ...given, 'host-side': { ...given['host-side'], twice: (text: string) => {} } }) satisfies Imports;
