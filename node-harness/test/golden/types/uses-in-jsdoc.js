/** @typedef {import('./guest.wasm.d.ts').Exports} Exports */

const guest = /** @type {Exports} */ (/** @type {unknown} */ ({}));
guest.add(1, guest.nth_prime(2)).toFixed();
// @ts-expect-error two numbers
guest.add('1', 2);

/** @type {import('./guest.wasm.d.ts').Imports} */
export const imports = { env: { malloc: (size) => size } };
