// The types of "every.wasm", written by `wasm-by-hand types`: when the module changes, write them anew.
//
//   import type { Exports, Imports } from "./every.wasm.d.ts";
//   const guest = await instantiate<Exports>("every.wasm", { imports: {} satisfies Imports });

/** What the module exports: `guest.exports`. */
export type Exports = {
  /** `(func)` */
  readonly nothing: () => void;
  /** `(func (param i32 i64 f32 f64 externref funcref) (result i32 i64))` */
  readonly mix: (count: number, class_: bigint, this_: number, a_b: number, count_: any, p5: ((...args: any[]) => any) | null) => [number, bigint];
  /** `(func (param v128) (result v128))`, which JavaScript cannot call */
  readonly v128: (this: never) => never;
  /** `(func (param i64))` */
  readonly constructor: (p0: bigint) => void;
  /** `(func (result externref funcref f64))` */
  readonly three: () => [any, ((...args: any[]) => any) | null, number];
  /** `(func (param i32 i64 f32 f64 externref funcref) (result i32 i64))` */
  readonly new: (p0: number, p1: bigint, p2: number, p3: number, p4: any, p5: ((...args: any[]) => any) | null) => [number, bigint];
  /** `(func)` */
  readonly get: () => void;
  /** `(func)` */
  readonly readonly: () => void;
  /** `(func)` */
  readonly __proto__: () => void;
  /** `(func)` */
  readonly "": () => void;
  /** `(func)` */
  readonly "0": () => void;
  /** `(func)` */
  readonly "two words": () => void;
  /** `(func)` */
  readonly "quote\"back\\slash": () => void;
  /** `(func)` */
  readonly "*/ export {}; /*": () => void;
  /** `(func)` */
  readonly "line\nfeed\u2028": () => void;
  /** `(func)` */
  readonly "größe": () => void;
  /** `(func)` */
  readonly "🎈": () => void;
  /** `(global i32)` */
  readonly "i32 const": Readonly<WebAssembly.Global<"i32">>;
  /** `(global (mut i64))` */
  readonly "i64 var": WebAssembly.Global<"i64">;
  /** `(global f32)` */
  readonly "f32 const": Readonly<WebAssembly.Global<"f32">>;
  /** `(global (mut f64))` */
  readonly "f64 var": WebAssembly.Global<"f64">;
  /** `(global v128)` */
  readonly "v128 const": Readonly<WebAssembly.Global<"v128">>;
  /** `(global (mut externref))` */
  readonly "externref var": WebAssembly.Global<"externref">;
  /** `(global funcref)` */
  readonly "funcref const": Readonly<WebAssembly.Global<"anyfunc">>;
  /** `(memory 1 2 shared)` */
  readonly memory: WebAssembly.Memory;
  /** `(table 1 funcref)` */
  readonly functions: WebAssembly.Table;
  /** `(table 3 externref)` */
  readonly anything: WebAssembly.Table;
  /** `(tag)` */
  readonly oops: WebAssembly.Tag;
};

/** What the module imports: `options.imports`. What may be left out, the harness offers. */
export type Imports = {
  env?: {
    /** `(memory 1 2 shared)` */
    memory?: WebAssembly.Memory;
  };
  "host-side": {
    /** `(func (param i32 i64 f32 f64 externref funcref) (result i32 i64))` */
    "call me": (p0: number, p1: bigint, p2: number, p3: number, p4: any, p5: ((...args: any[]) => any) | null) => readonly [number, bigint];
    /** `(func (param v128) (result v128))`, which JavaScript cannot call */
    simd: (...args: never[]) => unknown;
    /** `(func)` and `(func (param i64))` */
    twice: (() => void) & ((p0: bigint) => void);
  };
  g: {
    /** `(global i64)` */
    constant: bigint | WebAssembly.Global<"i64">;
    /** `(global (mut f32))` */
    variable: WebAssembly.Global<"f32">;
    /** `(global externref)` */
    any: any | WebAssembly.Global<"externref">;
  };
  t: {
    /** `(table 1 funcref)` */
    functions: WebAssembly.Table;
    /** `(table 1 9 externref)` */
    anything: WebAssembly.Table;
  };
  tag: {
    /** `(tag (param i64))` */
    oops: WebAssembly.Tag;
  };
};
