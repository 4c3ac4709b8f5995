/**
 * Random numbers that are the same in every run, so that a failure can be run
 * again: xorshift32 (Marsaglia, "Xorshift RNGs", 2003).
 *
 * @param {number} seed not 0
 */
export function seeded(seed) {
  let state = seed >>> 0;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  return {
    /** @param {number} limit a whole number from 0 up to, not including, this */
    below: (limit) => next() % limit,
  };
}
