// The runner and the part `wasi` of node-harness do the same calls, made up at
// random, over the same files: what they answer has to be the same, and what is
// there afterwards. SCRIPTS says how many guests there are, SEED which.
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';

import { Link } from '../../node-harness/src/wasi/wasi.js';
import { seeded } from '../../node-harness/test-support/random.js';
import { call } from '../../node-harness/test-support/wasi-script.js';
import { hosts } from './hosts.js';

const SCRIPTS = Number(process.env.SCRIPTS ?? 20);
const SEED = Number(process.env.SEED ?? 1);

/** Granted folders, which are the descriptors from 3 on; the last one is not to be changed. */
const FOLDERS = 6;
const STEPS = 60;

const NAMES = ['file', 'folder', 'inner', 'empty', 'link', 'dangling', 'link-folder', 'loop', 'out', 'new', 'other', '.', '..'];

const folder = () => ({
  file: 'contents',
  folder: { inner: 'inner', folder: { file: 'deep', link: new Link('../inner') } },
  empty: {},
  link: new Link('file'),
  dangling: new Link('nowhere'),
  'link-folder': new Link('folder/folder/'),
  loop: new Link('loop'),
  out: new Link('../outside'),
});

/** @param {ReturnType<typeof seeded>} random */
function script(random) {
  const one = (/** @type {any[]} */ of) => of[random.below(of.length)];
  const flag = (/** @type {string} */ name) => one([0, name]);
  const path = () => {
    const names = Array.from({ length: one([1, 1, 1, 2, 2, 3]) }, () => one(NAMES));
    return `'${one(['', '', '', '', '', '', './', '/'])}${names.join('/')}${one(['', '', '', '', '/', '/.'])}'`;
  };
  /** @param {number} base */
  const step = (base) => {
    const at = () => one([base, base, base, base, base, '@32', 3 + random.below(FOLDERS + 4)]);
    const fd = () => one(['@32', '@32', '@32', '@32', base, 99, 3 + FOLDERS + random.below(4)]);
    const opening = () =>
      `path_open ${at()} ${flag('FOLLOW')} ${path()} ${one([0, 0, 'CREATE', 'FOLDER', 'CREATE|EXCLUSIVE', 'EMPTY', 'CREATE|EMPTY', random.below(16)])} ` +
      `${one(['READ', 'WRITE', 'READ|WRITE', 0])} 0 ${one([0, 0, 0, 'APPEND', random.below(32)])} 32`;
    const place = () => one([0, 1, 5, 8, 100, -1, -5]);
    const steps = [
      opening,
      opening,
      opening,
      () => `path_create_directory ${at()} ${path()}`,
      () => `path_remove_directory ${at()} ${path()}`,
      () => `path_unlink_file ${at()} ${path()}`,
      () => `path_rename ${at()} ${path()} ${at()} ${path()}`,
      () => `path_rename ${at()} ${path()} ${at()} ${path()}`,
      () => `path_link ${at()} ${one([0, 0, 0, 'FOLLOW'])} ${path()} ${at()} ${path()}`,
      () => `path_symlink ${path()} ${at()} ${path()}`,
      () => `path_readlink ${at()} ${path()} 1024 64 64`,
      () => `path_filestat_get ${at()} ${flag('FOLLOW')} ${path()} 64`,
      // With no flag, Linux does not even look whether there is such a file.
      () => `path_filestat_set_times ${at()} ${flag('FOLLOW')} ${path()} ${random.below(1000)} ${random.below(1000)} ${1 + random.below(15)}`,
      () => `fd_write ${fd()} VECTOR 1 64`,
      () => `fd_read ${fd()} VECTOR 1 64`,
      () => `fd_pwrite ${fd()} VECTOR 1 ${place()} 64`,
      () => `fd_pread ${fd()} VECTOR 1 ${place()} 64`,
      () => `fd_seek ${fd()} ${place()} ${random.below(3)} 64`,
      () => `fd_tell ${fd()} 64`,
      () => `fd_filestat_get ${fd()} 64`,
      () => `fd_filestat_set_size ${fd()} ${place()}`,
      () => `fd_filestat_set_times ${fd()} ${random.below(1000)} ${random.below(1000)} ${random.below(16)}`,
      () => `fd_fdstat_get ${fd()} 64`,
      () => `fd_fdstat_set_flags ${fd()} ${random.below(32)}`,
      () => `fd_readdir ${fd()} 8192 4096 0 64`,
      () => `fd_renumber ${fd()} ${one([0, 1, 99, '@32', 3 + FOLDERS + random.below(4)])}`,
      () => `fd_close ${one(['@32', 3 + FOLDERS + random.below(4)])}`,
    ];
    return one(steps)();
  };
  return Array.from({ length: FOLDERS }, (_, n) => n).flatMap((n) =>
    Array.from({ length: STEPS }, () => step(3 + n)).flatMap((made) => [made, ...seen(made)]),
  );
}

/**
 * What can be read once a call has succeeded.
 *
 * @param {string} step
 */
function seen(step) {
  switch (step.split(' ')[0]) {
    case 'path_open':
      return ['peek32 32'];
    case 'path_filestat_get':
    case 'fd_filestat_get':
      return ['peek8 80', 'peek64 88', 'peek64 96'];
    case 'fd_fdstat_get':
      return ['peek8 64', 'peek8 66', 'peek64 72', 'peek64 80'];
    case 'fd_seek':
    case 'fd_tell':
      return ['peek64 64'];
    case 'fd_read':
    case 'fd_pread':
      return ['peek32 64', 'peek64 1024'];
    case 'fd_write':
    case 'fd_pwrite':
    case 'fd_readdir':
    case 'path_readlink':
      return ['peek32 64'];
    default:
      return [];
  }
}

/**
 * The answers, without those that a host may choose: how many names lead to a
 * folder, and how many bytes it has.
 *
 * @param {string[]} steps
 * @param {number[]} found
 */
function answers(steps, found) {
  const DIRECTORY = 3;
  let last = -1;
  return steps.map((step, i) => {
    if (!step.startsWith('peek')) last = i;
    else if (found[last] !== 0) return `${step}: nothing`;
    else if (/filestat_get/.test(steps[last]) && i > last + 1 && found[last + 1] === DIRECTORY) return `${step}: any`;
    return `${step}: ${found[i]}`;
  });
}

const runner = hosts['wasmtime-runner'];

test('the runner and the part wasi answer the same calls alike', { skip: !runner && 'WASMTIME_RUNNER names no runner' }, async () => {
  for (let number = 0; number < SCRIPTS; number += 1) {
    const steps = script(seeded(SEED * 1_000_003 + number));
    const names = Array.from({ length: FOLDERS }, (_, n) => `granted-${n}`);
    const grants = () => ({ files: Object.fromEntries(names.map((name) => [name, folder()])), readOnly: names.slice(-1), beside: { outside: 'secret' } });
    const [expected, found] = [await call(runner, grants(), steps), await call(hosts['the part wasi'], grants(), steps)];
    const [theirs, ours] = [answers(steps, expected.found), answers(steps, found.found)];
    const first = ours.findIndex((answer, i) => answer !== theirs[i]);
    const before = steps.slice(Math.max(0, first - 25), first).map((_, i) => ours[Math.max(0, first - 25) + i]);
    assert.ok(first < 0, `guest ${number} of SEED ${SEED}:\n${before.join('\n')}\n${ours[first]}, and the runner's answer is\n${theirs[first]}`);
    assert.deepEqual(plain(found.files), plain(expected.files), `guest ${number} of SEED ${SEED}`);
  }
});

/**
 * @param {any} files
 * @returns {any}
 */
function plain(files) {
  if (files instanceof Link) return `-> ${files.target}`;
  if (files instanceof Uint8Array) return [...files].join(' ');
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, plain(value)]));
}
