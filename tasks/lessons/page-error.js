/** A page that cannot be run as it is: the line, from 1, the cause, what to do, and what was printed. */
export class PageError extends Error {
  /**
   * @param {number} line
   * @param {string} cause
   * @param {string} next
   * @param {string} [printed]
   */
  constructor(line, cause, next, printed = '') {
    super(`${cause}. Next step: ${next}${printed && `\n${printed.trimEnd()}`}`);
    this.line = line;
  }
}

/**
 * Names the line of the page in what goes wrong.
 *
 * @template T
 * @param {number} line
 * @param {() => T} action
 */
export function at(line, action) {
  try {
    return action();
  } catch (error) {
    const [cause, next] = (error instanceof Error ? error.message : String(error)).split('. Next step: ');
    throw new PageError(line, cause, next ?? 'correct the page');
  }
}
