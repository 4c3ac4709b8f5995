/**
 * An address or a byte as people read it: `0x100010`.
 *
 * WebAssembly hands every i32 to JavaScript as a signed number, so an address
 * in the upper 2 GiB arrives negative; `>>> 0` makes it an address again.
 *
 * @param {number} addr
 */
export const hex = (addr) => `0x${(addr >>> 0).toString(16)}`;
