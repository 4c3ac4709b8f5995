/** Modules that the page of `inspect` is shown. */
import { F64, I32, I64, assemble, envFunc, envMemory, op } from '../../test-support/assemble.js';

const IMPORTS = [
  envMemory(1, 1000),
  envFunc('malloc', { params: [I32], results: [I32] }),
  envFunc('free', { params: [I32] }),
  envFunc('realloc', { params: [I32, I32], results: [I32] }),
  envFunc('send_line', { params: [I32, I32] }),
  envFunc('aligned_alloc', { params: [I32, I32], results: [I32] }),
  envFunc('panic', { params: [I32, I32, I32, I32, I32, I32] }),
];
const [MALLOC, FREE, REALLOC, SEND_LINE, ALIGNED_ALLOC, PANIC] = [0, 1, 2, 3, 4, 5];
const BLOCK_TYPE_NONE = 0x40;

/**
 * Instructions that write a text.
 *
 * @param {number} addr
 * @param {string} text
 */
const written = (addr, text) => [...text].flatMap((c, i) => [...op.i32(addr + i), ...op.i32(c.charCodeAt(0)), ...op.storeByte(0)]);

/** A guest that does everything that the page can show. */
export const everything = assemble({
  imports: IMPORTS,
  funcs: [
    { name: 'alloc', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MALLOC)] },
    { name: 'dealloc', params: [I32, I32], code: [...op.get(0), ...op.call(FREE)] },
    { name: 'make', params: [I32], results: [I32], code: [...op.get(0), ...op.call(MALLOC)] },
    { name: 'drop', params: [I32], code: [...op.get(0), ...op.call(FREE)] },
    { name: 'resize', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.call(REALLOC)] },
    { name: 'say', params: [I32, I32], code: [...op.get(0), ...op.get(1), ...op.call(SEND_LINE)] },
    { name: 'count', params: [I32, I32], results: [I32], code: op.get(1) },
    { name: 'add', params: [I32, I32], results: [I32], code: [...op.get(0), ...op.get(1), ...op.add()] },
    { name: 'wide', params: [I64], results: [I64], code: op.get(0) },
    { name: 'float', params: [F64], results: [F64], code: op.get(0) },
    { name: 'poke', params: [I32], code: [...op.get(0), ...op.i32(0xab), ...op.storeByte(0)] },
    { name: 'trap', code: op.unreachable() },
    { name: 'panic', code: [...written(0, 'boom'), ...written(4, 'lib.rs'), ...[0, 4, 4, 6, 7, 9].flatMap(op.i32), ...op.call(PANIC)] },
    { name: 'forever', code: [0x03, BLOCK_TYPE_NONE, 0x0c, 0, 0x0b] },
    { name: 'nothing', code: [] },
    // As many blocks of 16 bytes as it is told, in one call.
    { name: 'many', params: [I32], code: [0x03, BLOCK_TYPE_NONE, ...op.i32(16), ...op.call(MALLOC), ...op.drop(), ...op.get(0), ...op.i32(-1), ...op.add(), 0x22, 0, 0x0d, 0, 0x0b] },
    { name: 'aligned', results: [I32], code: [...op.i32(4096), ...op.i32(100), ...op.call(ALIGNED_ALLOC)] },
  ],
  globals: { __heap_base: 1024 },
});

/** Names that would run a script, end an element, begin a line or turn the direction of writing. */
export const HOSTILE = [
  '<img src=x onerror="window.__pwned=1">',
  '</script><script>window.__pwned=1</script>',
  '"\'><svg onload="window.__pwned=1">',
  'javascript:window.__pwned=1',
  '\u202Eevil\u2066',
  'a\nb\r\u2028\0\u001b[31m',
  'very-long-'.repeat(10_000),
  '__proto__',
];

/** Every name in it is one of those. */
export const hostile = assemble({
  imports: [envMemory(), envFunc('malloc', { params: [I32], results: [I32] })],
  funcs: HOSTILE.map((name) => ({ name, results: [I32], code: [...op.i32(8), ...op.call(0)] })),
  globals: { __heap_base: 1024 },
});

/** Imports with those names, which nobody has. */
export const hostileImports = assemble({ imports: [envMemory(), ...HOSTILE.map((name) => ({ module: name, name, func: {} }))] });

/** A guest with imports of every kind that the harness knows nothing of. */
export const foreign = assemble({
  imports: [
    envMemory(),
    { module: 'game', name: 'tick', func: { params: [I32, I64], results: [I64] } },
    { module: 'game', name: 'speed', global: F64 },
    { module: 'game', name: 'table', table: { initial: 2 } },
    { module: '__proto__', name: 'log', func: {} },
  ],
  funcs: [
    { name: 'run', params: [I32, I64], results: [I64], code: [...op.call(1), ...op.get(0), ...op.get(1), ...op.call(0)] },
  ],
});

/** A guest that keeps its memory to itself. */
export const ownMemory = assemble({ ownMemory: { initial: 1 }, exportMemory: 'memory' });

/** A guest whose allocator is in it: `fill` writes at an address, and nobody is asked. */
export const ownAllocator = assemble({
  imports: [envMemory(2, 4)],
  funcs: [
    { name: 'fill', params: [I32], code: [...op.get(0), ...op.i32(7), ...op.storeByte(0)] },
    { name: 'grow', results: [I32], code: [...op.i32(1), ...op.grow()] },
  ],
  globals: { __heap_base: 1024 },
});

/** A guest in a memory that threads share. */
export const shared = assemble({
  imports: [{ module: 'env', name: 'memory', memory: { initial: 1, maximum: 2, shared: true } }, envFunc('malloc', { params: [I32], results: [I32] })],
  funcs: [{ name: 'make', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] }],
  globals: { __heap_base: 1024 },
});
