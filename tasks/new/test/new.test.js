import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { PLACEHOLDER, snake, TEMPLATE } from '../project.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sizeReport = join(root, 'target/debug');
const bless = process.env.SNAPSHOTS === 'overwrite';
const temporary = mkdtempSync(join(tmpdir(), 'new-'));
after(() => rmSync(temporary, { recursive: true }));

/** What a project meets that is made elsewhere: nothing of this make, of this npm, or of a user's cargo settings. */
const environment = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MAKE|MFLAGS|npm_(?!config_cache)|CARGO_(?!HOME)|RUST(?!UP_)|RUSTUP_TOOLCHAIN|NODE_TEST)/.test(name))),
  CARGO_NET_OFFLINE: 'true',
  npm_config_offline: 'true',
  PATH: [sizeReport, process.env.PATH].join(delimiter),
};

/**
 * @param {string} folder
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(folder, command, args, env = environment) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', env });
  if (error) throw error;
  return { status, stdout, stderr };
}

/** The same, and it has to succeed. @type {(...args: Parameters<typeof run>) => string} */
function done(...args) {
  const { status, stdout, stderr } = run(...args);
  assert.equal(status, 0, `${args[1]} ${args[2].join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** @param {string[]} args */
function make(...args) {
  return run(root, process.execPath, ['tasks/new.js', ...args]);
}

const project = join(temporary, 'a project');

test('a project is made in a folder of any name', () => {
  const { status, stdout, stderr } = make(PLACEHOLDER, project);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' });
  assert.equal(stdout, `${project} is there. Next step: cd '${project}' && make test\n`);
});

test('it has the toolchain and the profile of this repository', () => {
  const toolchain = (/** @type {string} */ path) => /^channel = .*$/m.exec(readFileSync(join(root, path), 'utf8'))?.[0];
  assert.equal(toolchain(`${TEMPLATE}/rust-toolchain.toml`), toolchain('rust-toolchain.toml'));
  const profile = (/** @type {string} */ path) => /^\[profile\.release\]\n(?:.+\n)+/m.exec(readFileSync(join(root, path), 'utf8'))?.[0].replace(/^#.*\n/m, '');
  assert.equal(profile(`${TEMPLATE}/Cargo.toml`), profile('Cargo.toml'));
});

test('what it takes with it has its licences', () => {
  for (const part of ['alloc-shim', 'node-harness']) {
    for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
      assert.equal(readFileSync(join(project, 'vendor', part, licence), 'utf8'), readFileSync(join(root, licence), 'utf8'));
    }
  }
});

test('it passes its own tests, offline, and is formatted and clean', () => {
  assert.match(done(project, 'make', ['test']), /^\W+fail 0$/m);
  done(project, 'make', ['lint']);
  assert.equal(done(project, 'make', ['--silent', 'run']).replace(/^.*\.wasm\n/, ''), '1 + 2 = 3\nHello, World!\n');
});

test('nothing in it leads back to this repository', () => {
  const found = run(project, 'grep', ['-rlF', '--exclude-dir=target', root, '.']);
  assert.deepEqual({ status: found.status, stdout: found.stdout }, { status: 1, stdout: '' });
});

test('its README and its baseline say what it weighs, byte for byte', () => {
  const made = done(project, 'size-report', ['matrix', '--format', 'markdown']);
  const page = join(root, TEMPLATE, 'README.md');
  const text = readFileSync(page, 'utf8');
  const [start, end] = ['<!-- size-report -->\n', '<!-- /size-report -->\n'];
  const [before, after] = [text.indexOf(start) + start.length, text.indexOf(end)];
  if (bless) {
    writeFileSync(page, `${text.slice(0, before)}\n${made}\n${text.slice(after)}`);
    done(project, 'size-report', ['bless']);
    mkdirSync(join(root, TEMPLATE, 'baselines'), { recursive: true });
    cpSync(join(project, `baselines/${PLACEHOLDER}.json`), join(root, TEMPLATE, `baselines/${PLACEHOLDER}.json`));
  } else {
    assert.equal(text.slice(before, after), `\n${made}\n`, 'run `make bless`, and read what it changed');
    assert.match(done(project, 'make', ['size']), /^my-guest 0\.1\.0: every size is within its budget$/m);
  }
  const { size } = statSync(join(project, `target/wasm32-unknown-unknown/release/${snake(PLACEHOLDER)}.wasm`));
  assert.match(made, new RegExp(`^\\| host \\| off \\| ${size.toLocaleString('en-US')} B \\|`, 'm'));
});

test('every allocator of its README passes its tests', () => {
  for (const allocator of ['alloc-tiny', 'alloc-balanced', 'alloc-full', 'alloc-host", "panic-message']) {
    const manifest = readFileSync(join(project, 'Cargo.toml'), 'utf8');
    writeFileSync(join(project, 'Cargo.toml'), manifest.replace('default = ["alloc-host"]', `default = ["${allocator}"]`));
    done(project, 'make', ['build']);
    const tests = ['--test', '--test-reporter=tap', 'test/guest.test.js'];
    assert.match(done(project, process.execPath, tests), /^# pass 6$/m, allocator);
    writeFileSync(join(project, 'Cargo.toml'), manifest);
  }
});

test('a module over its budget fails its tests, and so does one that is not there', () => {
  const tests = ['--test', 'test/size.test.js'];
  const wasm = join(project, `target/wasm32-unknown-unknown/release/${snake(PLACEHOLDER)}.wasm`);
  writeFileSync(wasm, Buffer.alloc(100_000));
  const over = run(project, process.execPath, tests);
  assert.equal(over.status, 1);
  assert.match(over.stdout, /has 100000 bytes, 98000 too many\. Next step: /);
  rmSync(wasm);
  assert.equal(run(project, process.execPath, tests).status, 1);
});

test('one byte more than the baseline fails `make size`, and so does a missing size-report', () => {
  const source = join(project, 'src/exports/numbers.rs');
  const text = readFileSync(source, 'utf8');
  writeFileSync(source, text.replace('i16::from(lhs) + i16::from(rhs)', '3 * (i16::from(lhs) + i16::from(rhs))'));
  const grown = run(project, 'make', ['size']);
  writeFileSync(source, text);
  assert.notEqual(grown.status, 0, grown.stdout);
  assert.match(grown.stdout, /^ Oz\.lto-fat\.host\.strip-symbols +[\d,]+ B +\+\d+ B .* over budget$/m);

  const bin = join(temporary, 'bin');
  mkdirSync(bin);
  for (const name of ['bash', 'make']) symlinkSync(done(root, 'bash', ['-c', `command -v ${name}`]).trim(), join(bin, name));
  const without = run(project, 'make', ['size'], { ...environment, PATH: bin });
  assert.equal(without.status, 2);
  assert.match(without.stderr, /there is no size-report on the path, so NOTHING was compared\. Next step: /);
});

test('another name is everywhere, and has the same sizes', () => {
  const folder = join(temporary, 'other');
  mkdirSync(folder);
  assert.equal(make('other_2-name', folder).status, 0);
  const found = run(folder, 'grep', ['-rliE', '--exclude-dir=vendor', snake(PLACEHOLDER).replace('_', '[-_]'), '.']);
  assert.deepEqual({ status: found.status, stdout: found.stdout }, { status: 1, stdout: '' });
  assert.match(done(folder, 'make', ['test']), /^\W+fail 0$/m);
  assert.ok(bless || /every size is within its budget/.test(done(folder, 'make', ['size'])));
});

test('what cannot be used is refused with its cause and the next step, and nothing is written', () => {
  const [empty, full, file, link] = ['empty', 'full', 'file', 'link'].map((name) => join(temporary, name));
  mkdirSync(full);
  writeFileSync(join(full, 'mine'), '');
  writeFileSync(file, '');
  symlinkSync(root, link);
  for (const [args, message] of /** @type {[string[], RegExp][]} */ ([
    [[], /^new: NAME is missing: .* Next step: make new NAME=my-guest DIR=\.\.\/my-guest\n$/],
    [['', empty], /^new: NAME is missing: /],
    [['guest'], /^new: DIR is missing: .* Next step: make new NAME=guest DIR=\.\.\/guest\n$/],
    [['my guest', empty], /^new: `my guest` is no name for a crate .* Next step: /],
    [['2guest', empty], /^new: `2guest` is no name /],
    [['Guest', empty], /^new: `Guest` is no name /],
    [['gäst', empty], /^new: `gäst` is no name /],
    [['../x', empty], /^new: `\.\.\/x` is no name /],
    [['x'.repeat(65), empty], /^new: `x+` is no name /],
    [['fn', empty], /^new: NAME=fn is a word of Rust, .* Next step: /],
    [['core', empty], /^new: NAME=core is a crate that .* Next step: /],
    [['guest', full], /^new: DIR=.*full is not empty, .* Next step: /],
    [['guest', file], /^new: DIR=.*file is a file\. Next step: /],
    [['guest', '.'], /^new: DIR=\. is inside this repository, .* Next step: name a folder outside of it, as in DIR=\.\.\/guest\n$/],
    [['guest', join(root, 'target/guest')], /is inside this repository/],
    [['guest', join(link, 'new/guest')], /is inside this repository/],
    [['guest', empty, 'more'], /^new: `more` is one argument too many\. Next step: /],
  ])) {
    const { status, stdout, stderr } = make(...args);
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' }, stderr);
    assert.match(stderr, message);
  }
  assert.deepEqual(readdirSync(full), ['mine']);
  assert.ok(!existsSync(empty));
});

test('a tool that fails is named, and nothing is written', () => {
  const bin = join(temporary, 'failing');
  mkdirSync(bin);
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\necho no such thing >&2\nexit 1\n', { mode: 0o755 });
  const folder = join(temporary, 'never');
  const { status, stderr } = run(root, process.execPath, ['tasks/new.js', 'guest', folder], { ...environment, PATH: bin });
  assert.equal(status, 3);
  assert.match(stderr, /^new: `npm pack` failed, and nothing was written:\nno such thing\nNext step: /);
  assert.ok(!existsSync(folder));
});
