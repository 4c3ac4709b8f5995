// Uses the packages of the corpus that can be used without a browser, and prints
// what they do. `tasks/corpus.sh` compares that before and after.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]);
process.on('uncaughtException', (error) => say('uncaught', String(error)));
const require = createRequire(import.meta.url);

/** @param {string} name */
const package_ = (name) => {
  const found = readdirSync(folder).find((entry) => entry.startsWith(name));
  if (!found) throw new Error(`${folder} has no package ${name}: run tasks/corpus.sh`);
  return join(folder, found);
};

/**
 * @param {string} label
 * @param {unknown} result
 */
const say = (label, result) => console.log(`${label}: ${typeof result === 'string' ? result : JSON.stringify(result)}`);

/** @param {Uint8Array | string} data */
const digest = (data) => `${data.length} long, sha256 ${createHash('sha256').update(data).digest('hex')}`;

async function sqlJs() {
  for (const build of ['sql-wasm', 'sql-wasm-debug']) {
    const SQL = await require(join(package_('sql.js'), `dist/${build}.js`))();
    const db = new SQL.Database();
    db.run('CREATE TABLE t (n INTEGER PRIMARY KEY, text, real REAL)');
    db.run(`WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000)
      INSERT INTO t SELECT n, printf('%05d-%s', n, hex(n * n)), n / 7.0 FROM c`);
    db.create_function('twice', (/** @type {number} */ n) => n * 2);
    for (const query of [
      'SELECT count(*), sum(n), avg(real), max(text), group_concat(n % 3) FROM t WHERE n < 50',
      `SELECT twice(n), upper(text), round(real, 3), julianday('2024-02-29') FROM t ORDER BY text DESC LIMIT 3`,
      `SELECT json_group_array(json_object('n', n, 't', text)) FROM t WHERE text LIKE '%9_' OR n BETWEEN 7 AND 9`,
      'SELECT a.n, row_number() OVER (PARTITION BY a.n % 4 ORDER BY b.n) FROM t a JOIN t b ON a.n = b.n * 500',
      'PRAGMA integrity_check',
    ]) {
      say(build, db.exec(query));
    }
    try {
      db.exec('SELECT * FROM none');
    } catch (error) {
      say(build, String(error));
    }
    say(build, digest(db.export()));
    db.close();
  }
}

async function resvg() {
  const { initWasm, Resvg } = require(join(package_('resvg'), 'index.js'));
  await initWasm(readFileSync(join(package_('resvg'), 'index_bg.wasm')));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><defs>
    <linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="#00f8"/></linearGradient>
    <filter id="b"><feGaussianBlur stdDeviation="3"/><feTurbulence baseFrequency="0.05"/></filter></defs>
    <rect width="300" height="200" fill="url(#g)"/><circle cx="90" cy="90" r="60" filter="url(#b)"/>
    <path d="M10 190 C 100 0 200 250 290 20" stroke="green" stroke-width="7" fill="none" stroke-dasharray="9 4"/></svg>`;
  for (const fitTo of [{ mode: 'original' }, { mode: 'width', value: 777 }]) {
    const image = new Resvg(svg, { fitTo, background: 'white' });
    say('resvg', [image.getBBox()?.width, digest(image.render().asPng()), digest(image.toString())]);
  }
  try {
    new Resvg('<svg', {});
  } catch (error) {
    say('resvg', String(error));
  }
}

function esbuild() {
  const run = (/** @type {string[]} */ flags, /** @type {string} */ input) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(package_('esbuild-wasm'), 'bin/esbuild'), ...flags],
      { input, encoding: 'utf8' },
    );
    say('esbuild', [status, stdout, stderr.replace(/\d+ms/g, '')]);
  };
  run(['--bundle', '--minify', '--format=esm'], 'const unused = 1; export const f = async (a) => a?.b ?? [...a];');
  run(['--loader=ts', '--target=es2015'], 'enum E { A, B } export class C<T> { constructor(private x: T, readonly y = E.B) {} }');
  run(['--loader=jsx'], 'export default () => <p class="x">{1 + 1}</p>;');
  run(['--loader=js'], 'const = 1;');
}

async function treeSitter() {
  const { Parser } = await import(pathToFileURL(join(package_('web-tree-sitter'), 'tree-sitter.js')).href);
  await Parser.init();
  const parser = new Parser();
  say('tree-sitter', [typeof parser.parse, parser.getIncludedRanges()]);
}

async function lightningCss() {
  const { transform } = await import(pathToFileURL(join(package_('lightningcss-wasm'), 'wasm-node.mjs')).href);
  const css = '.a { color: oklch(40% 0.27 130deg); & > .b { margin: calc(1px + 2px) } } @media (width >= 600px) { .a { inset: 0 } }';
  for (const minify of [true, false]) {
    const { code } = transform({ filename: 'a.css', code: Buffer.from(css), minify, targets: { chrome: 80 << 16 } });
    say('lightningcss', Buffer.from(code).toString());
  }
}

/** A Dart module with GC types, which Node 20 does not know. */
async function dartFmt() {
  const { format } = await import(pathToFileURL(join(package_('wasm-fmt'), 'dart_fmt_node.js')).href);
  say('dart_fmt', format('void main(){var x=[1,2].map((e)=>e*2).toList();if(x.isEmpty){return;}else{print("$x");}}', 'a.dart', {}));
}

for (const use of [sqlJs, resvg, esbuild, treeSitter, lightningCss, dartFmt]) {
  try {
    await use();
  } catch (error) {
    // That is a difference, unless the package cannot be used here at all.
    say(use.name, `could not be used: ${String(error).replaceAll(folder, '')}`);
  }
}
