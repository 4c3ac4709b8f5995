// Uses the packages of the corpus that can be used without a browser, and prints
// what they do. `tasks/corpus-slim.sh` compares that before and after.
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
    const SQL = await require(join(package_('sql.js-1.13.0'), `dist/${build}.js`))();
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
  const { initWasm, Resvg } = require(join(package_('resvg-resvg-wasm-2.6.2'), 'index.js'));
  await initWasm(readFileSync(join(package_('resvg-resvg-wasm-2.6.2'), 'index_bg.wasm')));
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
      [join(package_('esbuild-wasm-0.25.0'), 'bin/esbuild'), ...flags],
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
  const { transform } = await import(pathToFileURL(join(package_('lightningcss-wasm-1.29.1'), 'wasm-node.mjs')).href);
  const css = '.a { color: oklch(40% 0.27 130deg); & > .b { margin: calc(1px + 2px) } } @media (width >= 600px) { .a { inset: 0 } }';
  for (const minify of [true, false]) {
    const { code } = transform({ filename: 'a.css', code: Buffer.from(css), minify, targets: { chrome: 80 << 16 } });
    say('lightningcss', Buffer.from(code).toString());
  }
}

/** A Dart module with GC types, which Node 20 does not know. */
async function dartFmt() {
  const { format } = await import(pathToFileURL(join(package_('wasm-fmt-dart_fmt'), 'dart_fmt_node.js')).href);
  say('dart_fmt', format('void main(){var x=[1,2].map((e)=>e*2).toList();if(x.isEmpty){return;}else{print("$x");}}', 'a.dart', {}));
}

/**
 * @param {string} name
 * @param {string} file
 */
const imported = (name, file) => import(pathToFileURL(join(package_(name), file)).href);

/** Formatters of five languages: Go and shell by TinyGo, Zig, Python by Rust, and C++. */
async function formatters() {
  for (const [name, file, source, path] of [
    ['gofmt', 'gofmt_node.js', 'package a;import ("fmt");func f( x int,){fmt.Println( x )}', 'a.go'],
    ['shfmt', 'shfmt_node.js', 'if   true;then\necho  a|cat;fi', 'a.sh'],
    ['zig_fmt', 'zig_fmt_node.js', 'pub fn f( x:i32 )i32{return x+1;}', 'a.zig'],
    ['ruff_fmt', 'ruff_fmt_node.js', "def f( x ):\n  return {'a':x ,\n 'b':[1,2,]}", 'a.py'],
    ['clang-format', 'clang-format-node.js', 'int f(int x){if(x){return 1;}else return g( x );}', 'a.cc'],
  ]) {
    const { format, default: init } = await imported(`wasm-fmt-${name}`, file);
    if (name === 'zig_fmt') await init();
    for (const text of [source, '(((']) {
      say(name, attempt(() => format(text, path)));
    }
  }
}

/** @param {() => unknown} run */
function attempt(run) {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

function swc() {
  const { transformSync, parseSync } = require(join(package_('swc-wasm'), 'wasm.js'));
  const source = 'enum E { A } export class C<T> { #x?: T; async *f() { yield* this.#x ?? []; } }';
  const options = { jsc: { parser: { syntax: 'typescript' }, target: 'es5' }, minify: true };
  say('swc', transformSync(source, options).code);
  say('swc', digest(JSON.stringify(parseSync(source, { syntax: 'typescript' }))));
  say('swc', attempt(() => transformSync('let = (', {})));
}

async function biome() {
  const { Workspace } = require(join(package_('biomejs-wasm-nodejs'), 'biome_wasm.js'));
  const workspace = new Workspace();
  const { projectKey } = workspace.openProject({ path: '/', openUninitialized: true });
  const content = 'const   a={b:1 ,"c":[1,2,],};debugger;if(a==null){}';
  workspace.openFile({ projectKey, path: '/a.js', content: { type: 'fromClient', content, version: 0 } });
  say('biome', workspace.formatFile({ projectKey, path: '/a.js' }).code);
}

async function rollup() {
  const { rollup } = await imported('rollup-wasm-node-4.68.4', 'dist/es/rollup.js');
  const sources = { a: 'import { f } from "b"; console.log(f(2));', b: 'export const f = (x) => x ** 2; export const unused = 1;' };
  const bundle = await rollup({
    input: 'a',
    plugins: [{
      name: 'sources',
      resolveId: (/** @type {string} */ id) => id,
      load: (/** @type {keyof typeof sources} */ id) => sources[id],
    }],
  });
  say('rollup', (await bundle.generate({ format: 'iife' })).output[0].code);
}

function brotli() {
  const { compress, decompress } = require(join(package_('brotli-wasm'), 'index.node.js'));
  const compressed = compress(Buffer.from('wasm by hand '.repeat(1000)), { quality: 11 });
  say('brotli', [digest(compressed), digest(decompress(compressed)), attempt(() => decompress(Buffer.from('no')))]);
}

/** C++ with exceptions. */
async function mupdf() {
  const mupdf = await imported('mupdf', 'dist/mupdf.js');
  const text = '<p style="font-size:40px">by hand</p>';
  const document = mupdf.Document.openDocument(Buffer.from(text), 'text/html');
  const pixmap = document.loadPage(0).toPixmap(mupdf.Matrix.identity, mupdf.ColorSpace.DeviceRGB, false);
  say('mupdf', [document.countPages(), digest(pixmap.getPixels())]);
  say('mupdf', attempt(() => mupdf.Document.openDocument(Buffer.from('%PDF-1.7 no'), 'application/pdf')));
}

/** CPython, with the exceptions of C++ and calls through every kind of table. */
async function pyodide() {
  const { loadPyodide } = await imported('pyodide', 'pyodide.mjs');
  const python = await loadPyodide();
  say('pyodide', python.runPython(`
import hashlib, json, re, zlib
text = json.dumps({str(n): n / 7 for n in range(2000)})
f"{hashlib.sha256(text.encode()).hexdigest()} {len(zlib.compress(text.encode()))} {len(re.findall('[0-9]+[.]', text))}"`));
  say('pyodide', attempt(() => python.runPython('1 / 0')));
}

/** PostgreSQL, linked so that it can load extensions. */
async function pglite() {
  const { PGlite } = await imported('electric-sql-pglite', 'dist/index.js');
  const db = new PGlite();
  const { rows } = await db.query(`SELECT count(*), sum(n), md5(string_agg(n::text, ',')), avg(n)::numeric(9, 3),
    jsonb_agg(n) FILTER (WHERE n % 400 = 0) FROM generate_series(1, 1000) AS n`);
  say('pglite', rows);
  say('pglite', await db.query('SELECT 1 / 0').catch(String));
  await db.close();
}

async function manifold() {
  const { default: load } = await imported('manifold-3d', 'manifold.js');
  const wasm = await load();
  wasm.setup();
  const mesh = wasm.Manifold.cube([1, 1, 1], true).subtract(wasm.Manifold.sphere(0.6, 64)).getMesh();
  say('manifold', [digest(mesh.vertProperties), digest(mesh.triVerts)]);
}

async function lua() {
  const { LuaFactory } = require(join(package_('wasmoon'), 'dist/index.js'));
  const engine = await new LuaFactory().createEngine();
  say('lua', await engine.doString('local t = {} for i = 1, 99 do t[i] = ("%x"):format(i * i) end return table.concat(t)'));
  say('lua', await engine.doString('error("no")').catch(String));
}

async function prolog() {
  const load = require(join(package_('swipl-wasm'), 'dist/index.js'));
  const swipl = await load({ arguments: ['-q'] });
  say('prolog', swipl.prolog.query('numlist(1, 20, L), foldl([X, A, B]>>(B is A * X), L, 1, P)').once());
}

async function canvas() {
  const canvasKit = await require(join(package_('canvaskit-wasm'), 'bin/canvaskit.js'))();
  const surface = canvasKit.MakeSurface(120, 80);
  const paint = new canvasKit.Paint();
  paint.setAntiAlias(true);
  surface.getCanvas().drawCircle(60, 40, 30, paint);
  say('canvaskit', digest(surface.makeImageSnapshot().encodeToBytes()));
}

/** C++ with threads, each of them an instance of the module in a worker. */
async function z3() {
  const { init } = require(join(package_('z3-solver'), 'build/low-level/index.js'));
  const load = require(join(package_('z3-solver'), 'build/z3-built.js'));
  const { Z3, em } = await init(load);
  const context = Z3.mk_context(Z3.mk_config());
  const problem = '(declare-const x Int) (assert (and (> x 1) (< x 20) (= (mod 391 x) 0))) (check-sat) (get-value (x))';
  say('z3', await Z3.eval_smtlib2_string(context, problem));
  em.PThread.terminateAllThreads();
}

const uses = [
  [sqlJs, resvg, esbuild, treeSitter, lightningCss, dartFmt, formatters, swc, biome, rollup, brotli, mupdf, pyodide],
  [pglite, manifold, lua, prolog, canvas, z3],
].flat();
const chosen = process.argv[3];
for (const use of uses.filter(({ name }) => !chosen || name === chosen)) {
  try {
    await use();
  } catch (error) {
    // That is a difference, unless the package cannot be used here at all.
    say(use.name, `could not be used: ${String(error).replaceAll(folder, '')}`);
  }
}
process.exit();
