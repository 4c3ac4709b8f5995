/** A function index → what it is called. @typedef {(index: number) => string | undefined} FunctionNames */

const FRAME = /^\s+at .*wasm:\/\/.*wasm-function\[(\d+)\]/;

/**
 * The functions of the guest in a stack as V8 writes it, innermost first. A
 * function that nobody names is `function 12`, by its index.
 *
 * @param {unknown} error
 * @param {FunctionNames} nameOf
 */
export function guestFrames(error, nameOf) {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack.split('\n').flatMap((line) => {
    const index = FRAME.exec(line)?.[1];
    return index === undefined ? [] : [nameOf(Number(index)) ?? `function ${index}`];
  });
}
