/**
 * A WebAssembly module by hand: the tests need modules that no compiler would
 * write, and every byte of them known. Only what the tests use is here. Format:
 * WebAssembly specification, chapter 5.
 */

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F64 = 0x7c;

/** @typedef {{ params?: number[], results?: number[] }} Signature */
/** @typedef {{ initial: number, maximum?: number, shared?: boolean, is64?: boolean }} Limits */
/**
 * @typedef {{ module: string, name: string } & (
 *   { func: Signature } | { memory: Limits } | { table: Limits } | { global: number } | { tag: Signature }
 * )} Import
 */
/** @typedef {{ name?: string, debugName?: string, code: number[], locals?: number } & Signature} Func */
/**
 * @typedef {object} Plan
 * @property {Import[]} [imports]
 * @property {Func[]} [funcs] exported when they have a name; in the name section when they have a debugName
 * @property {Record<string, number>} [globals] exported immutable i32 globals
 * @property {Record<string, number>} [mutableGlobals] exported i32 globals that the host may set
 * @property {string} [exportMemory]
 * @property {Limits} [ownMemory]
 * @property {number} [start] index of the start function, imports counted
 * @property {{ at: number, bytes: Uint8Array }[]} [data]
 * @property {{ name: string, bytes: Uint8Array }[]} [custom]
 */

/** The import of a memory that most modules here have. */
export const envMemory = (initial = 1, maximum = /** @type {number | undefined} */ (undefined)) =>
  /** @type {Import} */ ({ module: 'env', name: 'memory', memory: { initial, maximum } });

/**
 * @param {string} name
 * @param {Signature} func
 * @returns {Import}
 */
export const envFunc = (name, func) => ({ module: 'env', name, func });

/** The instructions the tests use. Each gives the bytes to put into `code`. */
export const op = {
  unreachable: () => [0x00],
  call: (/** @type {number} */ index) => [0x10, ...leb(index)],
  drop: () => [0x1a],
  get: (/** @type {number} */ local) => [0x20, ...leb(local)],
  set: (/** @type {number} */ local) => [0x21, ...leb(local)],
  i32: (/** @type {number} */ value) => [0x41, ...sleb(value)],
  i64: (/** @type {bigint} */ value) => [0x42, ...sleb64(value)],
  load: () => [0x28, 0x00, 0x00],
  load64: () => [0x29, 0x00, 0x00],
  load64From8: () => [0x31, 0x00, 0x00],
  load64From32: () => [0x35, 0x00, 0x00],
  store: () => [0x36, 0x00, 0x00],
  store64: () => [0x37, 0x00, 0x00],
  store32From64: () => [0x3e, 0x00, 0x00],
  extend: () => [0xad],
  storeByte: (/** @type {number} */ offset) => [0x3a, 0x00, ...leb(offset)],
  add: () => [0x6a],
  grow: () => [0x40, 0x00],
};

/**
 * @param {Plan} plan
 * @returns {Uint8Array}
 */
export function assemble({ imports = [], funcs = [], globals = {}, mutableGlobals = {}, ...rest }) {
  /** @type {Signature[]} */
  const types = [];
  const typeIndex = (/** @type {Signature} */ type) => types.push(type) - 1;
  const importEntries = imports.map((entry) => [
    ...name(entry.module),
    ...name(entry.name),
    ...importKind(entry, typeIndex),
  ]);
  const importedFuncs = imports.filter((entry) => 'func' in entry).length;
  const funcTypes = funcs.map((func) => leb(typeIndex(func)));
  const exported = [
    ...funcs.flatMap((func, i) => (func.name === undefined ? [] : [[...name(func.name), 0, ...leb(importedFuncs + i)]])),
    ...Object.keys({ ...globals, ...mutableGlobals }).map((key, i) => [...name(key), 3, ...leb(i)]),
    ...(rest.exportMemory === undefined ? [] : [[...name(rest.exportMemory), 2, 0]]),
  ];
  const debugNames = funcs.flatMap(({ debugName }, i) => (debugName === undefined ? [] : [[...leb(importedFuncs + i), ...name(debugName)]]));
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...vectorSection(1, types.map(({ params = [], results = [] }) => [0x60, ...vector(params.map(one)), ...vector(results.map(one))])),
    ...vectorSection(2, importEntries),
    ...vectorSection(3, funcTypes),
    ...vectorSection(5, rest.ownMemory ? [limits(rest.ownMemory)] : []),
    ...vectorSection(6, [
      ...Object.values(globals).map((value) => [I32, 0x00, ...op.i32(value), 0x0b]),
      ...Object.values(mutableGlobals).map((value) => [I32, 0x01, ...op.i32(value), 0x0b]),
    ]),
    ...vectorSection(7, exported),
    ...(rest.start === undefined ? [] : section(8, leb(rest.start))),
    ...vectorSection(10, funcs.map(body)),
    ...vectorSection(11, (rest.data ?? []).map(({ at, bytes }) => [0, ...op.i32(at), 0x0b, ...leb(bytes.length), ...bytes])),
    ...(debugNames.length === 0 ? [] : section(0, [...name('name'), ...vectorSection(1, debugNames)])),
    ...(rest.custom ?? []).flatMap((custom) => section(0, [...name(custom.name), ...custom.bytes])),
  ]);
}

/**
 * @param {Import} entry
 * @param {(type: Signature) => number} typeIndex
 */
function importKind(entry, typeIndex) {
  if ('func' in entry) return [0, ...leb(typeIndex(entry.func))];
  if ('table' in entry) return [1, 0x70, ...limits(entry.table)];
  if ('memory' in entry) return [2, ...limits(entry.memory)];
  if ('global' in entry) return [3, entry.global, 0];
  return [4, 0, ...leb(typeIndex(entry.tag))];
}

/** @param {Limits} limits */
function limits({ initial, maximum, shared = false, is64 = false }) {
  const flags = (maximum === undefined ? 0 : 1) | (shared ? 2 : 0) | (is64 ? 4 : 0);
  return [flags, ...leb(initial), ...(maximum === undefined ? [] : leb(maximum))];
}

/** @param {Func} func */
function body({ code, locals = 0 }) {
  const bytes = [...(locals ? [1, ...leb(locals), I32] : [0]), ...code, 0x0b];
  return [...leb(bytes.length), ...bytes];
}

/** @param {number} byte */
const one = (byte) => [byte];

/** @param {string} text */
export const name = (text) => {
  const bytes = new TextEncoder().encode(text);
  return [...leb(bytes.length), ...bytes];
};

/** @param {number[][]} items */
export const vector = (items) => [...leb(items.length), ...items.flat()];

/**
 * @param {number} id
 * @param {number[]} bytes
 */
export const section = (id, bytes) => [id, ...leb(bytes.length), ...bytes];

/**
 * @param {number} id
 * @param {number[][]} items
 */
export const vectorSection = (id, items) => (items.length === 0 ? [] : section(id, vector(items)));

/**
 * An unsigned LEB128 integer.
 *
 * @param {number} value
 */
export function leb(value) {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

/**
 * A signed LEB128 integer of 32 bits.
 *
 * @param {number} value
 */
function sleb(value) {
  const bytes = [];
  for (let rest = value | 0; ; rest >>= 7) {
    const group = rest & 0x7f;
    const done = (rest >> 6 === 0) || (rest >> 6 === -1);
    if (done) return [...bytes, group];
    bytes.push(group | 0x80);
  }
}

/**
 * A signed LEB128 integer of 64 bits.
 *
 * @param {bigint} value
 */
function sleb64(value) {
  const bytes = [];
  for (let rest = BigInt.asIntN(64, value); ; rest >>= 7n) {
    const group = Number(rest & 0x7fn);
    const done = rest >> 6n === 0n || rest >> 6n === -1n;
    if (done) return [...bytes, group];
    bytes.push(group | 0x80);
  }
}
