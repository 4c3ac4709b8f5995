const encoder = new TextEncoder();

/** Arguments and environment variables: strings with a zero byte behind each. */

/** @param {import('./system.js').System} system */
export const stringCalls = ({ memory, args, env }) => ({
  ...pair('args', args, memory),
  ...pair('environ', env, memory),
});

/**
 * @template {string} Name
 * @param {Name} name
 * @param {string[]} strings
 * @param {import('./memory.js').GuestMemory} memory
 */
function pair(name, strings, memory) {
  const encoded = strings.map((string) => encoder.encode(`${string}\0`));
  return {
    /**
     * @param {number} count
     * @param {number} bytes
     */
    [`${name}_sizes_get`](count, bytes) {
      memory.setU32(count, encoded.length);
      memory.setU32(bytes, encoded.reduce((sum, { length }) => sum + length, 0));
    },
    /**
     * @param {number} pointers
     * @param {number} buffer
     */
    [`${name}_get`](pointers, buffer) {
      let at = buffer >>> 0;
      encoded.forEach((bytes, i) => {
        memory.setU32((pointers >>> 0) + 4 * i, at);
        memory.set(at, bytes);
        at += bytes.length;
      });
    },
  };
}
