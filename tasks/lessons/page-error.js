/** A page that cannot be run as it is: the line, from 1, the cause, and what to do. */
export class PageError extends Error {
  /**
   * @param {number} line
   * @param {string} cause
   * @param {string} next
   */
  constructor(line, cause, next) {
    super(`${cause}. Next step: ${next}`);
    this.line = line;
  }
}
