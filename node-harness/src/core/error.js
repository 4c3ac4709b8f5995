/**
 * How errors are made. Here they say their code and details, which takes few
 * bytes; `src/explain/` makes them say the thing, the cause and the next step,
 * and only who imports it pays for the sentences.
 *
 * @type {{ make?: (code: string, details: any[]) => Error }}
 */
export const errors = {};

/**
 * Throws the error of a code.
 *
 * @param {string} code one of the `ERR_…` codes listed in the README; it stays the same when the wording changes
 * @param {...any} details what its text is made of
 * @returns {never}
 */
export function fail(code, ...details) {
  throw errors.make?.(code, details) ?? Object.assign(Error(`${code} ${details}`), { code });
}
