/**
 * What the harness throws when it cannot do its work. `code` stays the same when
 * the wording changes, so that programs compare codes and people read messages.
 */
export class HarnessError extends Error {
  /**
   * @param {string} code one of the `ERR_…` codes listed in the README
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.code = code;
  }
}

/**
 * How errors are made. Here they say their code and details, which takes few
 * bytes; `src/explain/` replaces this by one that says the thing, the cause and
 * the next step, so that only who imports it pays for the sentences.
 */
export const errors = {
  /** @type {(code: string, details: any[]) => HarnessError} */
  make: (code, details) => new HarnessError(code, `${code} ${details}`),
};

/**
 * Throws the error of a code.
 *
 * @param {string} code
 * @param {...any} details what its text is made of
 * @returns {never}
 */
export function fail(code, ...details) {
  throw errors.make(code, details);
}
