/** What an engine says when a guest traps → what that means, and what to do. @type {[said: RegExp, text: string][]} */
const TRAPS = [
  [
    /unreachable/,
    'The guest ran the instruction unreachable, which is what a Rust panic becomes if nobody reports it. Let the panic handler call env.panic with its message, as guest-nostd does with the feature panic-message.',
  ],
  [/out of bounds.*(memory|data)|memory access out of bounds|index out of bounds/i, 'The guest read or wrote behind the end of its memory. Check the pointers and lengths that you passed, and what it made of them.'],
  [/table/, 'The guest called through a table at an index that it does not have. Check the function pointers that you passed.'],
  [/signature mismatch|null function|indirect call/, 'The guest called through a function pointer that is null, or of a function with another signature. Check the function pointers that you passed.'],
  [/divide|division|remainder/, 'The guest divided a whole number by zero, or the least number by −1. Check the divisor that you passed.'],
  [/unrepresentable|integer overflow|invalid conversion/, 'The guest made a whole number of a float that is too large for it, or NaN. Check the numbers that you passed.'],
  [/call stack|recursion|stack/i, 'The calls of the guest were nested too deeply. Look for a recursion without an end.'],
  [/unaligned/, 'The guest used an atomic instruction at an address that is no multiple of its width. Check the pointers that you passed.'],
];

/** @param {string} message of the engine */
export function trapText(message) {
  const known = TRAPS.find(([said]) => said.test(message));
  return known?.[1] ?? 'The guest stopped in the middle of a call. What the engine says is all there is to know.';
}
