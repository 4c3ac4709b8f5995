import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';

/** Escape sequences of a terminal (ECMA-48, "CSI"), and one that is cut off at the end. */
const CONTROL_SEQUENCE = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;
const CUT_OFF = /\x1b(\[[0-9;?]*)?$/;
/** What Node shows in grey: what a line may become, and its value before it is entered. */
const PREVIEW = /\x1b\[90m.*?\x1b\[39m/gs;
const PREVIEW_CUT_OFF = /\x1b\[90m((?!\x1b\[39m).)*$/s;

/**
 * A terminal with colours, whatever the tests themselves run in: without them a
 * preview looks like the text that it stands for.
 */
const COLOURS = { TERM: 'xterm', FORCE_COLOR: '1', NO_COLOR: undefined, NODE_DISABLE_COLORS: undefined };

/** No wait is decided by this, unless what is waited for never comes. */
const GIVES_UP_AFTER_MS = Number(process.env.GIVES_UP_AFTER_MS ?? 60_000);

/** How long a key is given to show that it was taken, before it is pressed again. */
const AGAIN_AFTER_MS = 5_000;

/** Keys that are no characters. */
export const KEY = Object.freeze({ enter: '\r', tab: '\t', up: '\x1b[A', ctrlC: '\x03', ctrlD: '\x04', ctrlU: '\x15' });

/**
 * A program in a pseudo-terminal of 200 columns, which `script` of util-linux
 * makes. Keys go in, and what comes out is waited for; nothing waits for a time.
 */
export class Terminal {
  #child;
  /** What was printed and not yet waited for, without escape sequences and previews. */
  #unread = '';
  /** All of it, for the error of a wait that ends in vain. */
  #all = '';
  /** @type {() => void} */
  #onChange = () => {};
  #exit;
  #ended = false;

  /**
   * @param {string[]} command
   * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} [options]
   */
  constructor(command, { env = {}, cwd } = {}) {
    const found = spawnSync('script', ['--version']);
    assert.ifError(found.error && new Error('the tests of the REPL need a pseudo-terminal: install `script` of util-linux'));
    const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    // `exec`, so that Ctrl-C reaches the program and no shell around it.
    this.#child = spawn('script', ['--quiet', '--flush', '--return', '--command', `stty cols 200 rows 50; exec ${line}`, '/dev/null'], {
      cwd,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...env, ...COLOURS },
    });
    let rest = '';
    this.#child.stdout.setEncoding('utf8').on('data', (text) => {
      this.#all += text;
      rest += text;
      const end = (PREVIEW_CUT_OFF.exec(rest) ?? CUT_OFF.exec(rest))?.index ?? rest.length;
      this.#unread += rest.slice(0, end).replace(PREVIEW, '').replace(CONTROL_SEQUENCE, '').replaceAll('\r', '');
      rest = rest.slice(end);
      this.#onChange();
    });
    this.#exit = new Promise((resolve) => {
      this.#child.on('close', (code) => {
        this.#ended = true;
        this.#onChange();
        resolve(code);
      });
    });
  }

  /** @param {string} keys */
  type(keys) {
    this.#child.stdin.write(keys);
  }

  /**
   * Types something, and then presses a key by itself: a tab among other keys is
   * taken for part of a text that was pasted.
   *
   * @param {string} keys
   * @param {string} key
   */
  async press(keys, key) {
    this.type(keys);
    await this.until(keys);
    this.type(key);
  }

  /**
   * Waits until something was printed, and gives all up to its end. What comes
   * next is waited for from there.
   *
   * @param {string | RegExp} wanted
   * @returns {Promise<string>}
   */
  until(wanted) {
    return new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ why) =>
        reject(new assert.AssertionError({ message: `${why} without printing ${wanted}; all it printed: ${JSON.stringify(this.#all)}` }));
      const givenUp = setTimeout(fail, GIVES_UP_AFTER_MS, 'the program went on');
      this.#onChange = () => {
        const found = typeof wanted === 'string' ? textAt(this.#unread, wanted) : wanted.exec(this.#unread);
        if (found) {
          const end = found.index + found[0].length;
          const text = this.#unread.slice(0, end);
          this.#unread = this.#unread.slice(end);
          this.#onChange = () => {};
          clearTimeout(givenUp);
          resolve(text);
        } else if (this.#ended) {
          clearTimeout(givenUp);
          fail('the program ended');
        }
      };
      this.#onChange();
    });
  }

  /**
   * Presses a key until something is printed, as people do: on a busy machine an
   * interrupt right after a line was printed was seen not to be taken.
   *
   * @param {string} key
   * @param {string} wanted
   */
  async pressUntil(key, wanted) {
    this.type(key);
    const again = setInterval(() => this.type(key), AGAIN_AFTER_MS);
    try {
      return await this.until(wanted);
    } finally {
      clearInterval(again);
    }
  }

  /** Waits for the end of the program, and gives its exit code. */
  async exit() {
    const givenUp = setTimeout(() => this.kill(), GIVES_UP_AFTER_MS);
    const code = await this.#exit;
    clearTimeout(givenUp);
    return code;
  }

  /** Ends it, whatever it does. */
  kill() {
    this.#child.kill('SIGKILL');
  }
}

/**
 * @param {string} text
 * @param {string} wanted
 */
function textAt(text, wanted) {
  const index = text.indexOf(wanted);
  return index < 0 ? undefined : { index, 0: wanted };
}
