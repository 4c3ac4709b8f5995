/**
 * Where a call came from. It is a snapshot of the stack, JavaScript and wasm;
 * its text is only made when someone reads it.
 *
 * @typedef {{ stack?: string }} Trace
 */

/** The folder of this package, unless a bundler has joined its files: then its frames are not told apart. */
const OWN = /[^\s(@]*\/src\/(?=heap\/stack\.js)/.exec(`${new Error().stack}`)?.[0];

/**
 * The stack as it is now.
 *
 * @param {number} depth the most frames to keep
 * @returns {Trace}
 */
export function traceHere(depth) {
  const usual = Error.stackTraceLimit;
  // Only V8 and JavaScriptCore have a limit; the others keep the whole stack.
  Error.stackTraceLimit = depth;
  try {
    return 'Bun' in globalThis ? fromCallSites() : new Error();
  } finally {
    Error.stackTraceLimit = usual;
  }
}

/** Bun has the names of wasm functions in its call sites, and leaves them out of the text. @returns {Trace} */
function fromCallSites() {
  const usual = Error.prepareStackTrace;
  Error.prepareStackTrace = (_, sites) => sites.map((site) => `    at ${site}`).join('\n');
  try {
    return { stack: String(new Error().stack) };
  } finally {
    Error.prepareStackTrace = usual;
  }
}

/**
 * The frames of a trace, one a line, the innermost first, without those of this
 * package. A frame of a guest has the name of its function if the module has a
 * name section, else its index.
 *
 * @param {Trace | undefined} trace
 * @returns {string | undefined}
 */
export function framesOf(trace) {
  const lines = trace?.stack?.split('\n') ?? [];
  const frames = lines.filter((line) => /^\s+at |@/.test(line) && !(OWN && line.includes(OWN)));
  return trace && frames.map((line) => `    ${line.trim()}`).join('\n');
}
