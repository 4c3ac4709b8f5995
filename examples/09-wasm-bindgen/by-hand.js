/** The glue of the module that was made by hand. */

// #region glue
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The three functions of a module, or of its bytes. */
export async function load(source) {
  const { instance } = await WebAssembly.instantiate(source);
  const { memory, take, give_back, length, add, greet, mean } = instance.exports;

  // Growing detaches the buffer, and a view of it has no bytes then.
  let view = new Uint8Array(memory.buffer);
  const bytes = () => (view.length > 0 ? view : (view = new Uint8Array(memory.buffer)));

  /** Has `call` look at a block of the guest's memory, and frees it. */
  const lend = (size, align, call) => {
    const ptr = take(size, align) >>> 0;
    if (ptr === 0) throw new RangeError(`no room for ${size} bytes`);
    try {
      return call(ptr);
    } finally {
      give_back(ptr, size, align);
    }
  };

  return {
    add,
    greet: (name) =>
      // No character takes more than three bytes for each of its units.
      lend(3 * name.length, 1, (block) => {
        const { written } = encoder.encodeInto(name, bytes().subarray(block, block + 3 * name.length));
        const ptr = greet(block, written) >>> 0;
        const len = length();
        const line = decoder.decode(bytes().subarray(ptr, ptr + len));
        give_back(ptr, len, 1);
        return line;
      }),
    mean: (numbers) =>
      lend(numbers.byteLength, 8, (block) => {
        bytes().set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), block);
        return mean(block, numbers.length);
      }),
  };
}
// #endregion glue
