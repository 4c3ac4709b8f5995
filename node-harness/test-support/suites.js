/** What an adapter gives a case. @typedef {{ guest(name: string): Promise<Uint8Array> }} Host */
/** @typedef {Record<string, (host: Host) => unknown>} Cases */

/** All cases, in the order in which their files were loaded. @type {Record<string, Cases>} */
export const suites = {};

/**
 * A suite, to which the function that it gives adds a case.
 *
 * @param {string} name
 */
export const suite = (name) => {
  const cases = (suites[name] ??= {});
  return (/** @type {string} */ title, /** @type {Cases[string]} */ body) => {
    if (title in cases) throw new Error(`${name} has two cases ${JSON.stringify(title)}`);
    cases[title] = body;
  };
};
