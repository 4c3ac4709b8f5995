/**
 * Who called: the frames of a stack as the engines write it, from the outermost
 * to the innermost.
 */

import { rustPath } from './rust-symbol.js';

/** The names of functions by index, where there are some. @typedef {(index: number) => string | undefined} NameOf */

// V8: `at NAME (wasm://wasm/HASH:wasm-function[7]:0x12)`. SpiderMonkey:
// `NAME@URL:wasm-function[7]:0x12`. JavaScriptCore: `<?>.wasm-function[7]@…`, or the
// name in place of the 7.
const WASM = /wasm-function\[([^\]]*)\]/;
const SCRIPT = /^\s*at (?:async )?(?:(.+?) \()?.*?:\d+:\d+\)?$|^([^@\s]*)@.*:\d+:\d+$/;

/**
 * The frames of the guest, and those of scripts between them. What is around
 * them is the harness, which is the same for all.
 *
 * @param {string | undefined} stack
 * @param {NameOf} nameOf
 */
export function guestFrames(stack, nameOf) {
  const frames = (stack ?? '').split('\n').map((line) => frameOf(line, nameOf)).filter((frame) => frame !== undefined);
  const innermost = frames.findIndex(({ wasm }) => wasm);
  if (innermost < 0) return [];
  const outermost = frames.findLastIndex(({ wasm }) => wasm);
  return frames.slice(innermost, outermost + 1).reverse().map(({ name }) => name);
}

/**
 * @param {string} line
 * @param {NameOf} nameOf
 */
function frameOf(line, nameOf) {
  const [, inner] = WASM.exec(line) ?? [];
  if (inner !== undefined) {
    const index = /^\d+$/.test(inner) ? Number(inner) : undefined;
    const name = index === undefined ? inner : (nameOf(index) ?? `func[${index}]`);
    return { wasm: true, name: rustPath(name) };
  }
  const [found, v8, others] = SCRIPT.exec(line) ?? [];
  return found === undefined ? undefined : { wasm: false, name: `${v8 || others || '(anonymous)'} (JS)` };
}
