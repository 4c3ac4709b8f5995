/** A sink that knows of an end. @typedef {import('./descriptors.js').Sink & { end(): void }} Lines */

/**
 * A sink that gives whole lines to `write`, without the break at their end.
 *
 * @param {(line: string) => void} write
 * @returns {Lines}
 */
export function lines(write) {
  const decoder = new TextDecoder();
  let rest = '';
  /** @param {Uint8Array} bytes */
  const sink = (bytes) => {
    const found = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = found.pop() ?? '';
    for (const line of found) write(line);
  };
  return Object.assign(sink, {
    end() {
      rest += decoder.decode();
      if (rest !== '') write(rest);
      rest = '';
    },
  });
}
