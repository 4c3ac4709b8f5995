import { I32, assemble, envFunc, envMemory, op } from './assemble.js';

const COUNT_ADDR = 16;
const loadByte = (/** @type {number} */ addr) => [...op.i32(addr), 0x2d, 0x00, 0x00];

/**
 * A guest that counts in its memory, and takes and gives back blocks; builds of
 * it differ in how far it counts at a time.
 *
 * @param {{ step: number, heapBase?: number, pages?: number, more?: boolean }} build `more` for an export more
 */
export const counter = ({ step, heapBase = 1024, pages = 2, more = false }) =>
  assemble({
    imports: [envMemory(pages), envFunc('malloc', { params: [I32], results: [I32] }), envFunc('free', { params: [I32] })],
    funcs: [
      {
        name: 'count',
        results: [I32],
        code: [...op.i32(COUNT_ADDR), ...loadByte(COUNT_ADDR), ...op.i32(step), ...op.add(), ...op.storeByte(0), ...loadByte(COUNT_ADDR)],
      },
      { name: 'take', params: [I32], results: [I32], code: [...op.get(0), ...op.call(0)] },
      { name: 'give', params: [I32], code: [...op.get(0), ...op.call(1)] },
      ...(more ? [{ name: 'more', params: [I32], code: [] }] : []),
    ],
    globals: { __heap_base: heapBase },
    mutableGlobals: { level: 1 },
  });
