// Every case of WASI under every host, as a table, which is in docs/wasi.md too; why a
// case failed on standard error. tasks/compare-wasi.sh calls it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

import { buildSync } from 'esbuild';

import { commandsOf } from '../guest-wasi/test/commands.js';
import { hosts } from '../guest-wasi/test/hosts.js';
import { Link } from '../node-harness/src/wasi/wasi.js';
import { joined } from '../node-harness/test-support/memory-host.js';
import { denialOf } from '../node-harness/test/cases/wasi-denial.js';
import { filesOf } from '../node-harness/test/cases/wasi-files.js';
import { systemOf } from '../node-harness/test/cases/wasi-system.js';
import { writeSection } from './pages/section.js';

const target = String(process.argv[2]);
const shimPath = join(target, 'compare-wasi/node_modules/@bjorn3/browser_wasi_shim/dist/index.js');
const shim = await import(pathToFileURL(shimPath).href);

/** @type {import('../node-harness/test-support/wasi-script.js').Run} */
function inShim(bytes, args, { files = {}, readOnly = [], env = {}, stdin = '' } = {}) {
  /** @type {Record<'stdout' | 'stderr', Uint8Array[]>} */
  const chunks = { stdout: [], stderr: [] };
  const sink = (/** @type {'stdout' | 'stderr'} */ name) => new shim.ConsoleStdout((/** @type {Uint8Array} */ bytes) => chunks[name].push(bytes.slice()));
  const folders = Object.entries(files).map(([name, folder]) => new shim.PreopenDirectory(name, new Map(entriesOf(folder, readOnly.includes(name)))));
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const input = new shim.OpenFile(new shim.File(new TextEncoder().encode(stdin)));
  const wasi = new shim.WASI(args, variables, [input, sink('stdout'), sink('stderr'), ...folders], { debug: false });
  let code = 134;
  try {
    const module = new WebAssembly.Module(new Uint8Array(bytes));
    code = wasi.start(new WebAssembly.Instance(module, { wasi_snapshot_preview1: wasi.wasiImport }));
  } catch (error) {
    chunks.stderr.push(new TextEncoder().encode(String(error)));
  }
  const left = Object.fromEntries(folders.map((folder) => [folder.prestat_name, contentsOf(folder.dir)]));
  return { code, stdout: joined(chunks.stdout), stderr: joined(chunks.stderr), files: left };
}

/**
 * It has no links, so these are left out.
 *
 * @param {any} files
 * @param {boolean} readonly
 * @returns {[string, any][]}
 */
const entriesOf = (files, readonly) =>
  Object.entries(files).flatMap(([name, value]) => {
    if (value instanceof Link) return [];
    if (typeof value === 'string') return [[name, new shim.File(new TextEncoder().encode(value), { readonly })]];
    return [[name, new shim.Directory(entriesOf(value, readonly))]];
  });

/**
 * @param {any} folder
 * @returns {any}
 */
const contentsOf = (folder) =>
  Object.fromEntries([...folder.contents].map(([name, node]) => [name, node instanceof shim.Directory ? contentsOf(node) : node.data]));

/**
 * @param {string} code an import and an export
 */
function weight(code) {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const { outputFiles } = buildSync({ stdin: { contents: code, resolveDir: folder }, bundle: true, minify: true, format: 'esm', write: false });
  return `${outputFiles[0].contents.length} B, gzip ${gzipSync(outputFiles[0].contents, { level: 9 }).length} B`;
}

const weights = /** @type {Record<string, string>} */ ({
  'the part wasi': weight("export { wasi, Link } from './node-harness/src/wasi/wasi.js'"),
  'browser_wasi_shim 0.4.2': weight(`export { WASI, File, Directory, PreopenDirectory, OpenFile, ConsoleStdout } from ${JSON.stringify(shimPath)}`),
});
const guest = async (/** @type {string} */ name) => readFileSync(join(target, 'wasm32-wasip1/release', `${name}.wasm`));

const lines = ['| host | commands of guest-wasi | the system | files | what is not granted | minified |', '|---|---:|---:|---:|---:|---:|'];
for (const [name, run] of Object.entries({ ...hosts, 'browser_wasi_shim 0.4.2': inShim })) {
  const cells = [];
  for (const cases of [commandsOf(run), systemOf(run), filesOf(run), denialOf(run)]) {
    let passed = 0;
    for (const [title, body] of Object.entries(cases)) {
      try {
        await body({ guest });
        passed += 1;
      } catch (error) {
        console.error(`${name}: ${title}: ${/** @type {Error} */ (error).message}`);
      }
    }
    cells.push(`${passed} of ${Object.keys(cases).length}`);
  }
  lines.push(`| ${[name, ...cells, weights[name] ?? ''].join(' | ')} |`);
}
console.log(lines.join('\n'));
writeSection('docs/wasi.md', 'compare-wasi', lines.join('\n'));
