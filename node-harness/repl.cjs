// The REPL in one line, from the root of the repository:
//
//     node -i -e "$(< node-harness/repl.cjs)"
//
// It loads the guest named by the environment variable GUEST, or else the one
// that `make guest` builds, puts guest, memory, exports and hexdump at hand, and
// gives Node's REPL the commands and the completion of `wasm-by-hand repl`.
//
// Everything here is synchronous. `node -i` reads its first line before any
// promise of this script resolves, so with an `await` a line that is piped in
// would meet undefined names. The block keeps the names of this script out of
// the REPL.
{
  const { resolve } = require('node:path');
  const EXIT_USAGE = 2;

  // Some releases of Node warn that require() of an ES module is experimental.
  // Only that warning is dropped, and only while the harness is loaded.
  const quietly = (/** @type {() => any} */ load) => {
    const emitWarning = process.emitWarning;
    process.emitWarning = (/** @type {any} */ warning, /** @type {any[]} */ ...rest) => {
      const aboutRequire = /ES Module.*require\(\)/s.test(String(warning));
      if (!aboutRequire) Reflect.apply(emitWarning, process, [warning, ...rest]);
    };
    try {
      return load();
    } finally {
      process.emitWarning = emitWarning;
    }
  };

  try {
    const { DEFAULT_GUEST, Session, banner, equip } = quietly(() => require(resolve('node-harness/src/repl/index.js')));
    const session = new Session(process.env.GUEST || DEFAULT_GUEST);
    // The REPL that is running is a property of the module, which its types leave out.
    equip(/** @type {any} */ (require('node:repl')).repl, session);
    console.log(banner(session));
  } catch (error) {
    const { code, name, message } = /** @type {any} */ (error);
    if (code === 'ERR_REQUIRE_ESM') {
      console.error(
        `error: Node ${process.versions.node} cannot require() an ES module, which this line needs. ` +
          'Use `make repl`, or Node 20.19 or later.',
      );
    } else if (code === 'MODULE_NOT_FOUND') {
      console.error(
        `error: there is no node-harness/src in ${process.cwd()}. Run this line from the root of the repository.`,
      );
    } else if (name === 'HarnessError') {
      console.error(`error: ${message}`);
    } else {
      throw error;
    }
    process.exit(EXIT_USAGE);
  }
}
