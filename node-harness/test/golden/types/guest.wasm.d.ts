// The types of "guest.wasm", written by `wasm-by-hand types`: when the module changes, write them anew.
//
//   import type { Exports, Imports } from "./guest.wasm.d.ts";
//   const guest = await instantiate<Exports>("guest.wasm", { imports: {} satisfies Imports });

/** What the module exports: `guest.exports`. */
export type Exports = {
  /** `(func (param i32 i32) (result i32))` */
  readonly add: (p0: number, p1: number) => number;
  /** `(func (param i32) (result i32))` */
  readonly alloc: (p0: number) => number;
  /** `(func (param i32 i32))` */
  readonly dealloc: (p0: number, p1: number) => void;
  /** `(func (result i32))` */
  readonly foo: () => number;
  /** `(func (param i32 i32))` */
  readonly greet: (p0: number, p1: number) => void;
  /** `(func (param i32) (result i32))` */
  readonly nth_prime: (p0: number) => number;
  /** `(func (param i32) (result i32))` */
  readonly nth_prime_vec: (p0: number) => number;
  /** `(func)` */
  readonly panic_now: () => void;
  /** `(func (param f64 f64) (result f64))` */
  readonly random_add: (p0: number, p1: number) => number;
  /** `(func (param i32 i32) (result f64))` */
  readonly vector_dot_product: (p0: number, p1: number) => number;
  /** `(func (param i32))` */
  readonly vector_free: (p0: number) => void;
  /** `(func (param i32 i32) (result i32))` */
  readonly vector_new: (p0: number, p1: number) => number;
  /** `(global i32)` */
  readonly __heap_base: Readonly<WebAssembly.Global<"i32">>;
};

/** What the module imports: `options.imports`. What may be left out, the harness offers. */
export type Imports = {
  env?: {
    /** `(memory 17)` */
    memory?: WebAssembly.Memory;
    /** `(func (param i32) (result i32))` */
    malloc?: (size: number) => number;
    /** `(func (param i32 i32))` */
    send_line?: (ptr: number, len: number) => void;
  };
  Math?: {
    /** `(func (result f64))` */
    random?: () => number;
  };
};
