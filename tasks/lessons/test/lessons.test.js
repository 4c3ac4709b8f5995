import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';

import { CANNOT_RUN, OUT_OF_DATE, USAGE, main } from '../command-line.js';
import { environment } from '../environment.js';
import { lesson, root } from '../test-support/lesson.js';

test('a page whose output is that of its commands passes, and its line has the bytes and the result', async () => {
  const { run } = lesson('```console result=a.wasm\n$ printf 1234 > a.wasm\n$ echo 42\n42\n```\n');
  const { code, said } = await run('check');
  assert.equal(code, 0);
  assert.match(said, /^\d\d-lesson +4 B +42$/);
});

test('a stale output fails with its line, its command, a difference and the next step, and bless repairs it', async () => {
  const { run, page } = lesson('# A lesson\n\n```console\n$ echo first\nfirst\n$ echo new\nold\n```\n');
  const { code, said } = await run('check');
  assert.equal(code, OUT_OF_DATE);
  assert.match(said, /README\.md:6: `echo new` prints something else\n-old\n\+new\n/);
  assert.match(said, /make bless-examples LESSON=\d\d/);
  assert.equal((await run('run')).code, 0, 'to run is not to compare');
  assert.equal((await run('bless')).code, 0);
  assert.equal(page(), '# A lesson\n\n```console\n$ echo first\nfirst\n$ echo new\nnew\n```\n');
  assert.equal((await run('check')).code, 0);
});

test('a stale include fails, of a file and of a region, and bless repairs both', async () => {
  const files = { 'all.js': 'one();\n', 'some.rs': 'fn a() {\n    // #region inner\n    b();\n      c();\n    // #endregion inner\n}\n' };
  const { run, page } = lesson('```js file=all.js\nzero();\n```\n\n```rust file=some.rs region=inner\n```\n', files);
  const { code, said } = await run('check');
  assert.equal(code, OUT_OF_DATE);
  assert.match(said, /README\.md:2: all\.js is not as on the page\n-zero\(\);\n\+one\(\);/);
  await run('bless');
  assert.equal(page(), '```js file=all.js\none();\n```\n\n```rust file=some.rs region=inner\nb();\n  c();\n```\n');
});

test('an include of no file or no region is refused, and named', async () => {
  const { run } = lesson('```js file=none.js\n```\n');
  const { code, said } = await run('check');
  assert.equal(code, CANNOT_RUN);
  assert.match(said, /README\.md:1: there is no file none\.js\. Next step: /);
  const region = await lesson('```js file=a.js region=r\n```\n', { 'a.js': '\n' }).run('check');
  assert.match(region.said, /README\.md:1: a\.js has no region r\. Next step: .*#region r/);
});

test('a command that fails unexpectedly stops its page, and is never blessed', async () => {
  const text = '```console\n$ echo why; false\n$ touch further\n```\n';
  for (const purpose of /** @type {const} */ (['run', 'check', 'bless'])) {
    const { run, page, folder } = lesson(text);
    const { code, said } = await run(purpose);
    assert.equal(code, CANNOT_RUN);
    assert.match(said, /README\.md:2: `echo why; false` ended with code 1, not 0\. Next step: .*\nwhy$/m);
    assert.equal(page(), text);
    assert.throws(() => readFileSync(join(folder, 'further')));
  }
});

test('a command that is to fail has its exit code on the page, and has to fail with it', async () => {
  const page = (/** @type {number} */ code) => `\`\`\`console\n$ (exit ${code})\n[exit 3]\n$ echo $?\n3\n\`\`\`\n`;
  assert.equal((await lesson(page(3)).run('check')).code, 0);
  assert.match((await lesson(page(4)).run('bless')).said, /ended with code 4, not 3/);
  assert.match((await lesson(page(0)).run('bless')).said, /if it is not to fail, delete \[exit 3\]/);
});

test('a page is run as written: in its folder and one session, with both streams, and lines that go on', async () => {
  const { run } = lesson(
    `${'```console\n$ basename "$PWD" | cut -c 3-\n-lesson\n$ mkdir --parents in && cd in\n$ word=carried\n$ alias say=echo\n```\n\n'}` +
      `${'```console\n$ say $word \\\n> over\ncarried over\n$ cat <<end\n> $(basename "$PWD")\n> end\nin\n$ echo out; echo err >&2; printf end\nout\nerr\nend\n$ cat\n```\n'}`,
  );
  const { code, said } = await run('check');
  assert.equal(code, 0, said);
});

test('only what a reader has is there: no other commands, and no variables that change a build', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { RUSTFLAGS: '-Cdebuginfo=2', CARGO_TARGET_DIR: '/nowhere', CARGO_PROFILE_RELEASE_LTO: 'false', LC_ALL: 'de_DE', BUN: '/nowhere', CI: 'true' });
  try {
    const { run } = lesson('```console\n$ echo "$RUSTFLAGS$CARGO_TARGET_DIR$CARGO_PROFILE_RELEASE_LTO$BUN$CI $LC_ALL"\n C.UTF-8\n$ command -v cargo node make cc | wc -l\n4\n$ command -v bashbug chromium wasm-opt\n[exit 1]\n```\n');
    assert.equal((await run('check')).code, 0);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test('what a page leaves running ends with it', async () => {
  const { run, folder } = lesson('```console\n$ sleep 1000 & echo $! > pid\n```\n');
  assert.equal((await run('check')).code, 0);
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  const state = () => {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];
    } catch {
      return 'gone';
    }
  };
  for (let i = 0; i < 100 && !['gone', 'Z'].includes(state()); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(['gone', 'Z'].includes(state()));
});

test('a command that ends the session is named', async () => {
  const { code, said } = await lesson('```console\n$ exit 0\n```\n').run('check');
  assert.equal(code, CANNOT_RUN);
  assert.match(said, /README\.md:2: `exit 0` did not end as a command does: it ended the session/);
});

test('numbers of a measured block may differ, its words may not, and below it stands when it was measured', async () => {
  const measured = (/** @type {string} */ said, below = '') => `\`\`\`console,measured\n$ echo 'took 1,234.5 ms of    7'\n${said}\n\`\`\`\n${below}`;
  const below = '\n*Measured on 2026-01-01: somewhere.*\n';
  assert.equal((await lesson(measured('took 9 µs of 1', below)).run('check')).code, 0);
  assert.equal((await lesson(measured('needed 9 µs of 1', below)).run('check')).code, OUT_OF_DATE);
  const undated = lesson(measured('took 9 µs of 1'));
  assert.equal((await undated.run('check')).code, OUT_OF_DATE);
  await undated.run('bless');
  assert.match(undated.page(), /^took 1,234\.5 ms of    7\n```\n\n\*Measured on \d{4}-\d\d-\d\d: .*Node [\d.]+\.\*\n$/m);
  assert.equal((await undated.run('check')).code, 0);
});

test('bless leaves the times of a measured block as they are, unless it is asked to measure', async () => {
  const text = '```console,measured\n$ echo 5 s\n3 s\n```\n\n*Measured on 2026-01-01: somewhere.*\n\nMore.\n';
  const { run, page } = lesson(text);
  await run('bless');
  assert.equal(page(), text);
  await run('bless', '--measure');
  assert.match(page(), /\n5 s\n```\n\n\*Measured on (?!2026-01-01).*\*\n\nMore\.\n$/);
});

test('Markdown that a command prints is on the page as it is', async () => {
  const { run, page } = lesson("<!-- $ printf '| a |\\n|---|\\n| 5 B |\\n' -->\n| a |\n|---|\n| 4 B |\n<!-- $ -->\n\nAll of 5 B.\n");
  assert.equal((await run('check')).code, OUT_OF_DATE);
  assert.equal((await run('bless')).code, 0);
  assert.match(page(), /\| 5 B \|\n<!-- \$ -->\n\nAll/);
});

test('a size in a sentence that no command prints fails, and one that is rounded does not', async () => {
  assert.match((await lesson('```text\n7 B\n```\n\nIt is 7 B.\n').run('check')).said, /:5: no command on this page prints "7 B"/);
  const page = (/** @type {string} */ sentence) => `\`\`\`console\n$ echo 1693971 and 1,204\n1693971 and 1,204\n\`\`\`\n\nFirst line,\n${sentence}\n`;
  assert.equal((await lesson(page('1,204 B, 1.7 MB and `9 B` of the format.')).run('check')).code, 0);
  const { code, said } = await lesson(page('all of 1.6 MB.')).run('check');
  assert.equal(code, CANNOT_RUN);
  assert.match(said, /README\.md:7: no command on this page prints "1\.6 MB"\. Next step: /);
});

test('a block whose need is not met is left out, and said; a need that is none is refused', async () => {
  const { said, code } = await lesson('```console needs=coffee\n$ true\n```\n').run('check');
  assert.equal(code, CANNOT_RUN);
  assert.match(said, /there is no need `coffee`\. Next step: use one of .*clang/);
  const path = process.env.PATH;
  const { run } = lesson('```console needs=clang\n$ false\n```\n\n```console\n$ true\n```\n');
  const { PATH: bare } = environment();
  try {
    // Only what the README names, so no clang.
    process.env.PATH = bare;
    const left = await run('check');
    assert.equal(left.code, 0, left.said);
    assert.match(left.said, /line 1 is left out, since it needs clang: install clang/);
  } finally {
    process.env.PATH = path;
    rmSync(bare, { recursive: true });
  }
});

test('what cannot be written back or read again is refused', async () => {
  const refused = /** @type {[string, RegExp][]} */ ([
    ["```console\n$ printf '$ x\\n'\n```\n", /:2: .* prints the line `\$ x`/],
    ['```console\noutput\n```\n', /:2: a console block begins with output/],
    ['- a\n\n  ```console\n  $ true\n  ```\n', /:3: .* inside a list/],
    ['```console,quiet\n$ true\n```\n', /:1: a console block cannot be `quiet`/],
    ['```console,measured made-with=clang\n$ true\n```\n', /:1: a block with times differs with the same tools too/],
    ['```console files=a\n$ true\n```\n', /:1: `files=a` .* means nothing here/],
    ['```console\n$ true\n', /:1: this block has no end/],
    ['```js\nunbuilt();\n```\n', /:1: this code is in no file, so nothing builds it/],
    ['<!-- $ echo -->\n', /:1: what this command makes has no end/],
  ]);
  for (const [page, cause] of refused) {
    const { code, said } = await lesson(page).run('bless');
    assert.equal(code, CANNOT_RUN, page);
    assert.match(said, cause);
    assert.match(said, /Next step: /);
  }
});

test('a lesson is named by its number, its name or its folder, and one that is not there is refused', async () => {
  /** @type {string[]} */
  const said = [];
  const out = { log: said.push.bind(said), error: said.push.bind(said) };
  for (const name of ['1', '01', '01-lesson']) assert.equal(await main(root, ['run', name], out), 0);
  assert.equal(await main(root, ['run', '99'], out), USAGE);
  assert.match(said.at(-1) ?? '', /there is no lesson 99\. Next step: name one of 01-lesson/);
  assert.equal(await main(root, ['try'], out), USAGE);
  assert.match(said.at(-1) ?? '', /`try` is not one of run, check, bless/);
});

test('the page of questions is run as a lesson is, behind them', async () => {
  const elsewhere = mkdtempSync(join(root, 'questions-'));
  for (const folder of ['examples/01-a', 'docs']) mkdirSync(join(elsewhere, folder), { recursive: true });
  writeFileSync(join(elsewhere, 'examples/01-a/README.md'), '```console\n$ true\n```\n');
  writeFileSync(join(elsewhere, 'docs/faq.md'), '```console\n$ basename "$PWD"\nnot docs\n```\n');
  /** @type {string[]} */
  const said = [];
  const out = { log: said.push.bind(said), error: said.push.bind(said) };
  assert.equal(await main(elsewhere, ['check'], out), OUT_OF_DATE);
  assert.match(said.join('\n'), /^01-a [^]*faq\.md:2: `basename "\$PWD"` prints something else\n-not docs\n\+docs\n[^]*`make bless-examples LESSON=faq`/);
  assert.equal(await main(elsewhere, ['bless', 'faq'], out), 0);
  assert.equal(await main(elsewhere, ['check', 'faq'], out), 0);
});
