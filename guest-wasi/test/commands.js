/**
 * Every command: what it prints, what it makes, and what it says when the host
 * refuses. The cases need no more than a JavaScript host, and something that runs
 * a program.
 */
import { deepEqual, equal, match, notEqual, ok } from '../../node-harness/test-support/assert.js';
import { Link } from '../../node-harness/src/wasi/wasi.js';

/** @typedef {import('../../node-harness/test-support/wasi-script.js').Run} Run */
/** @typedef {import('../../node-harness/test-support/wasi-script.js').Grants} Grants */

const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`entry-${n}`, String(n)]));

/** @type {Grants} */
const GRANTS = {
  files: {
    '.': {
      many,
      mixed: { folder: {}, ['n'.repeat(255)]: '', link: new Link('n') },
      large: 'large\n'.repeat(5_000),
    },
    '/data': many,
  },
};

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

/**
 * @param {Run} run
 * @returns {Record<string, (host: { guest(name: string): Promise<Uint8Array> }) => Promise<void>>}
 */
export function commandsOf(run) {
  /**
   * @param {{ guest(name: string): Promise<Uint8Array> }} host
   * @param {Grants} [grants]
   */
  const commandOf = async (host, grants = GRANTS) => {
    const module = await host.guest('guest-wasi');
    const command = async (/** @type {string[]} */ ...args) => {
      const { code, stdout, stderr, ...rest } = await run(module, ['guest-wasi.wasm', ...args], grants);
      return { code, stdout: text(stdout), stderr: text(stderr), ...rest };
    };
    return {
      /** @param {...string} args */
      ok: async (...args) => {
        const { code, stdout, stderr } = await command(...args);
        deepEqual({ code, stderr }, { code: 0, stderr: '' });
        return stdout;
      },
      /**
       * @param {number} expected
       * @param {...string} args
       */
      fails: async (expected, ...args) => {
        const { code, stdout, stderr } = await command(...args);
        deepEqual({ code, stdout }, { code: expected, stdout: '' }, stderr);
        return stderr;
      },
      command,
    };
  };

  return {
    'hello greets': async (host) => {
      const { ok } = await commandOf(host);
      equal(await ok('hello'), 'hello, world\n');
    },

    'args prints each argument, empty ones and any text too': async (host) => {
      const { ok } = await commandOf(host);
      equal(await ok('args', 'a b', '', 'ünï…', '-x'), 'a b\n\nünï…\n-x\n');
      equal(await ok('args'), '');
    },

    'env prints what was granted, and nothing of the host': async (host) => {
      const granted = await commandOf(host, { env: { A: '1', B: 'two words', C: '' } });
      deepEqual((await granted.ok('env')).split('\n').sort(), ['', 'A=1', 'B=two words', 'C=']);
      // node:wasi refuses an environment of nothing; nothing is what it prints.
      equal((await (await commandOf(host, {})).command('env')).stdout, '');
    },

    'ls lists more entries than its buffer holds, each once': async (host) => {
      const { ok } = await commandOf(host);
      for (const path of ['many', '/data', 'many/', './many']) {
        deepEqual((await ok('ls', path)).trimEnd().split('\n').sort(), Object.keys(many).sort(), path);
      }
    },

    'ls marks folders and links, and has names of any length': async (host) => {
      const { ok } = await commandOf(host);
      deepEqual((await ok('ls', 'mixed')).trimEnd().split('\n').sort(), ['folder/', 'link@', 'n'.repeat(255)]);
    },

    'cat prints a file that is larger than its buffer': async (host) => {
      const { ok } = await commandOf(host);
      equal(await ok('cat', 'large'), 'large\n'.repeat(5_000));
      equal(await ok('cat', '/data/entry-7'), '7');
    },

    'write makes a file and replaces it': async (host) => {
      const { command } = await commandOf(host);
      deepEqual(text((await command('write', 'new', 'a text')).files['.'].new), 'a text\n');
      deepEqual(text((await command('write', 'large', 'ünï')).files['.'].large), 'ünï\n');
    },

    'clock prints both clocks with their resolutions': async (host) => {
      const { ok: run } = await commandOf(host);
      const before = BigInt(Date.now()) * 1_000_000n;
      const printed = await run('clock');
      const found = /^realtime (\d+) ns, resolution (\d+) ns\nmonotonic (\d+) ns, resolution (\d+) ns\n$/.exec(printed);
      ok(found, printed);
      ok(BigInt(found[1]) >= before - 1_000_000n, printed);
      ok(Number(found[2]) > 0 && Number(found[4]) > 0, printed);
    },

    'random prints as many bytes as it is asked for, other ones each time': async (host) => {
      const { ok } = await commandOf(host);
      match(await ok('random', '33'), /^[0-9a-f]{66}\n$/);
      notEqual(await ok('random', '16'), await ok('random', '16'));
      equal(await ok('random', '0'), '\n');
    },

    'fib computes up to the last one of 64 bits': async (host) => {
      const { ok } = await commandOf(host);
      for (const [n, expected] of [['0', '0'], ['1', '1'], ['10', '55'], ['93', '12200160415121876738']]) {
        equal((await ok('fib', n)).trim(), expected);
      }
    },

    'arguments that no command takes are told what there is, with exit code 2': async (host) => {
      const { fails } = await commandOf(host, {});
      for (const args of [[], ['nix'], ['hello', 'x'], ['fib', '94'], ['fib', '-1'], ['fib', ''], ['fib', '99999999999'], ['ls']]) {
        match(await fails(2, ...args), /^usage, one of:\n {2}hello\n[^]* {2}fib N\n$/, args.join(' '));
      }
    },

    'what the host refuses is named with the cause, with exit code 1': async (host) => {
      const files = { '.': { file: '', 'way-out': new Link('../outside') } };
      const { fails, command } = await commandOf(host, { files, beside: { outside: 'secret' } });
      match(await fails(1, 'cat', 'nothing'), /^nothing: noent: .*\(errno 44\)\n$/);
      match(await (await commandOf(host, {})).fails(1, 'cat', 'large'), /^large: notcapable: not granted \(errno 76\)\n$/);
      for (const path of ['../outside', '/etc/passwd', 'way-out', 'x/../../outside']) {
        match(await fails(1, 'cat', path), /^[^]+ \(errno (2|44|63|76)\)\n$/, path);
        match(await fails(1, 'write', path, 'x'), /^[^]+ \(errno (2|44|63|76)\)\n$/, path);
        const { beside } = await command('write', path, 'x');
        if (beside) equal(text(beside.outside), 'secret');
      }
      match(await fails(1, 'ls', 'file'), /^file: notdir: .*\(errno 54\)\n$/);
    },
  };
}
