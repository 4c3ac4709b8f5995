/**
 * What the full package throws when it cannot do its work. The message names the
 * thing, the cause and the next step; `code` stays the same when the wording
 * changes, so that programs compare codes and people read messages.
 */
export class HarnessError extends Error {
  /**
   * @param {string} code one of the `ERR_…` codes listed in the README
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'HarnessError';
    this.code = code;
  }
}
