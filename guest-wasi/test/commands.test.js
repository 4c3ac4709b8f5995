// Every command, under every host: what it prints, what it makes, and what it
// says when the host refuses.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { hosts } from './hosts.js';

const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const module = join(target, 'wasm32-wasip1/release/guest-wasi.wasm');

for (const [name, host] of Object.entries(hosts)) {
  describe(name, () => {
    let folder = '';
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'guest-wasi-'));
      mkdirSync(join(folder, 'many'));
      for (let n = 0; n < 300; n += 1) writeFileSync(join(folder, 'many', `entry-${n}`), String(n));
      mkdirSync(join(folder, 'mixed', 'folder'), { recursive: true });
      writeFileSync(join(folder, 'mixed', 'n'.repeat(255)), '');
      symlinkSync('n', join(folder, 'mixed', 'link'));
      writeFileSync(join(folder, 'large'), 'large\n'.repeat(5_000));
      writeFileSync(join(folder, 'outside'), 'secret');
      mkdirSync(join(folder, 'granted'));
      symlinkSync('../outside', join(folder, 'granted', 'way-out'));
    });
    after(() => rmSync(folder, { recursive: true }));

    /** @param {...string} args */
    const ok = (...args) => {
      const { code, stdout, stderr } = host(module, args, { dirs: { '.': folder, '/data': join(folder, 'many') } });
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
      return stdout;
    };
    /**
     * @param {number} code
     * @param {import('./hosts.js').Grants} grants
     * @param {...string} args
     */
    const fails = (code, grants, ...args) => {
      const outcome = host(module, args, grants);
      assert.equal(outcome.code, code, outcome.stderr);
      assert.equal(outcome.stdout, '');
      return outcome.stderr;
    };

    test('hello greets', () => assert.equal(ok('hello'), 'hello, world\n'));

    test('args prints each argument, empty ones and any text too', () => {
      assert.equal(ok('args', 'a b', '', 'ünï…', '-x'), 'a b\n\nünï…\n-x\n');
      assert.equal(ok('args'), '');
    });

    test('env prints what was granted, and nothing of the host', () => {
      const { stdout } = host(module, ['env'], { env: { A: '1', B: 'two words', C: '' } });
      assert.deepEqual(stdout.split('\n').sort(), ['', 'A=1', 'B=two words', 'C=']);
      assert.equal(host(module, ['env']).stdout, '');
    });

    test('ls lists more entries than its buffer holds, each once', () => {
      const names = Array.from({ length: 300 }, (_, n) => `entry-${n}`).sort();
      for (const path of ['many', '/data', 'many/', './many']) {
        assert.deepEqual(ok('ls', path).trimEnd().split('\n').sort(), names, path);
      }
    });

    test('ls marks folders and links, and has names of any length', () => {
      assert.deepEqual(ok('ls', 'mixed').trimEnd().split('\n').sort(), ['folder/', 'link@', 'n'.repeat(255)]);
    });

    test('cat prints a file that is larger than its buffer', () => {
      assert.equal(ok('cat', 'large'), 'large\n'.repeat(5_000));
      assert.equal(ok('cat', '/data/entry-7'), '7');
    });

    test('write makes a file and replaces it', () => {
      assert.equal(ok('write', 'new', 'a longer text'), '');
      assert.equal(ok('write', 'new', 'text'), '');
      assert.equal(readFileSync(join(folder, 'new'), 'utf8'), 'text\n');
    });

    test('clock prints both clocks with their resolutions', () => {
      const before = BigInt(Date.now()) * 1_000_000n;
      const match = /^realtime (\d+) ns, resolution (\d+) ns\nmonotonic (\d+) ns, resolution (\d+) ns\n$/.exec(ok('clock'));
      assert.ok(match, 'two lines');
      assert.ok(BigInt(match[1] ?? 0) >= before - 1_000_000n, match[0]);
      assert.ok(Number(match[2]) > 0 && Number(match[4]) > 0, match[0]);
    });

    test('random prints as many bytes as it is asked for, other ones each time', () => {
      assert.match(ok('random', '33'), /^[0-9a-f]{66}\n$/);
      assert.notEqual(ok('random', '16'), ok('random', '16'));
      assert.equal(ok('random', '0'), '\n');
    });

    test('fib computes up to the last one of 64 bits', () => {
      assert.deepEqual(['0', '1', '10', '93'].map((n) => ok('fib', n).trim()), ['0', '1', '55', '12200160415121876738']);
    });

    test('arguments that no command takes are told what there is, with exit code 2', () => {
      for (const args of [[], ['nix'], ['hello', 'x'], ['fib', '94'], ['fib', '-1'], ['fib', ''], ['fib', '99999999999'], ['ls']]) {
        assert.match(fails(2, {}, ...args), /^usage, one of:\n {2}hello\n[^]* {2}fib N\n$/, args.join(' '));
      }
    });

    test('what the host refuses is named with the cause, with exit code 1', () => {
      const dirs = { '.': join(folder, 'granted') };
      assert.match(fails(1, { dirs }, 'cat', 'nothing'), /^nothing: noent: .*\(errno 44\)\n$/);
      assert.match(fails(1, {}, 'cat', 'large'), /^large: notcapable: not granted \(errno 76\)\n$/);
      for (const path of ['../outside', '/etc/passwd', 'way-out', 'x/../../outside']) {
        assert.match(fails(1, { dirs }, 'cat', path), /^[^]+ \(errno (2|44|63|76)\)\n$/, path);
        assert.match(fails(1, { dirs }, 'write', path, 'x'), /^[^]+ \(errno (2|44|63|76)\)\n$/, path);
      }
      assert.equal(readFileSync(join(folder, 'outside'), 'utf8'), 'secret');
      assert.match(fails(1, { dirs: { '.': folder } }, 'ls', 'large'), /^large: notdir: .*\(errno 54\)\n$/);
    });
  });
}
