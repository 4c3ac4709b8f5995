/** A bash that commands are typed into, one after the other: folders, variables and aliases carry over. */
import { spawn } from 'node:child_process';

/** No command of a page takes this long, unless it waits for something that never comes. */
const LIMIT_MS = 10 * 60_000;

// A command comes over descriptor 3, so that none can read the ones behind it from its standard input. It ends with
// its exit code between zeros, which no text has in it. The next command finds that code in `$?`.
const DRIVER = `
exec 2>&1
shopt -s expand_aliases
__exit=0
while IFS= read -r -d '' __typed <&3; do
  (exit $__exit)
  eval "$__typed" </dev/null 3<&-
  __exit=$?
  printf '\\0%d\\0' $__exit
done`;

export class Session {
  /** @type {import('node:child_process').ChildProcess} */
  #bash;
  #printed = '';
  /** @type {() => void} */
  #heard = () => {};
  #ended = false;

  /**
   * @param {string} folder
   * @param {NodeJS.ProcessEnv} environment
   */
  constructor(folder, environment) {
    // A process group of its own, so that what a page leaves running can be ended with it.
    this.#bash = spawn('bash', ['--noprofile', '--norc', '-c', DRIVER], {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      detached: true,
    });
    this.#bash.stdout?.setEncoding('utf8').on('data', (text) => {
      this.#printed += text;
      this.#heard();
    });
    this.#bash.on('close', () => {
      this.#ended = true;
      this.#heard();
    });
  }

  /**
   * Types a command, and waits for its end.
   *
   * @param {string} command
   * @returns {Promise<{ output: string, exit: number }>} what it printed on both of its streams
   */
  async run(command) {
    /** @type {import('node:stream').Writable} */ (this.#bash.stdio[3]).write(`${command}\0`);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.close();
    }, LIMIT_MS);
    try {
      for (;;) {
        const [, output, exit, rest] = /^([^\0]*)\0(\d+)\0([^]*)$/.exec(this.#printed) ?? [];
        if (output !== undefined) {
          this.#printed = rest;
          return { output: output === '' || output.endsWith('\n') ? output : `${output}\n`, exit: Number(exit) };
        }
        if (late) throw new Error(`it had not ended after ${LIMIT_MS / 60_000} minutes`);
        if (this.#ended) throw new Error('it ended the session');
        await /** @type {Promise<void>} */ (new Promise((resolve) => (this.#heard = resolve)));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the session, and everything that was started in it. */
  close() {
    if (this.#bash.pid === undefined || this.#ended) return;
    try {
      process.kill(-this.#bash.pid, 'SIGKILL');
    } catch {
      // All of it had ended by itself.
    }
  }
}
