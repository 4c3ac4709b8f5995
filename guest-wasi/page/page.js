// guest-wasi in a page: each command is an instance of its own, and the files that
// it leaves are those of the next one. Any server of static files will do, such as
// `python3 -m http.server` at the root of this repository.
import { instantiate } from '../../node-harness/src/browser.js';
import { lines, wasi } from '../../node-harness/src/wasi/wasi.js';

const log = /** @type {HTMLElement} */ (document.querySelector('pre'));
const field = /** @type {HTMLInputElement} */ (document.querySelector('input'));
const form = /** @type {HTMLFormElement} */ (document.querySelector('form'));
const print = (/** @type {string} */ line) => log.append(`${line}\n`);

const module = WebAssembly.compileStreaming(fetch('../../target/wasm32-wasip1/release/guest-wasi.wasm'));

/** @type {Record<string, import('../../node-harness/src/wasi/wasi.js').Files>} */
let files = { '.': { readme: 'written in memory\n', folder: {} } };

/** @param {string[]} args */
async function run(args) {
  const part = wasi({ args: ['guest-wasi', ...args], files, stdout: lines(print), stderr: lines(print) });
  const guest = /** @type {any} */ (await instantiate(module, { parts: [part] }));
  const code = guest.wasi.start();
  if (code !== 0) print(`exit code ${code}`);
  files = guest.wasi.files;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  print(`> ${field.value}`);
  run(field.value.trim().split(/\s+/)).catch((error) => print(String(error)));
});
