/** What a block may need beyond the README, by the word behind `needs=`. Where a need is not met, the block is left out. */
import { fileURLToPath } from 'node:url';

import { find, holds } from './environment.js';

/** Whether a script of tasks/, which may install something, runs what it is given: with NO_RUNTIMES=1 or NO_BROWSER=1 it does not. */
const runs = (/** @type {string} */ script) => `[ "$('${fileURLToPath(new URL(`../../${script}`, import.meta.url))}' echo yes)" = yes ]`;

/**
 * `commands` come on the path of the page; `test`, if there is one, has to succeed as well.
 *
 * @type {{ [need: string]: { commands: string[], test?: string, next: string } }}
 */
const NEEDS = {
  'rust-src': {
    commands: [],
    test: '[ -d "$(rustc --print sysroot)/lib/rustlib/src/rust/library" ]',
    next: '`rustup component add rust-src` fetches the source of the standard library',
  },
  'rust-1.95': {
    commands: [],
    test: '[ -d "$(rustup run 1.95.0 rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]',
    next: 'install the oldest toolchain that the workspace supports: rustup toolchain install 1.95.0 --target wasm32-unknown-unknown',
  },
  vite: { commands: [], test: 'npx --no --silent vite --version', next: 'Vite takes Node 20.19 or later, or 22.12 or later' },
  clang: { commands: ['clang', 'wasm-ld'], next: 'install clang and lld (Debian: apt-get install clang lld)' },
  'wasi-libc': {
    commands: ['clang', 'wasm-ld'],
    test: 'echo "int main(void) { return 0; }" | clang --target=wasm32-wasi -x c - -o "$(mktemp)"',
    next: "install clang, lld, wasi-libc and clang's builtins for wasm (Debian: apt-get install clang lld wasi-libc libclang-rt-dev-wasm32)",
  },
  'optimised-hosts': {
    commands: [],
    test: `cd '${fileURLToPath(new URL('../../target', import.meta.url))}' && [ -x tool/cost ] && [ -x tool/wasmtime-runner ]`,
    next: 'cargo build --profile tool --package wasmtime-runner --package plugin-hosts, which compiles wasmtime for some minutes',
  },
  component_cost: {
    commands: [],
    test: `[ -x '${fileURLToPath(new URL('../../target/tool/examples/component_cost', import.meta.url))}' ]`,
    next: 'cargo build --profile tool --package wasmtime-runner --example component_cost, which compiles wasmtime for some minutes',
  },
  jco: { commands: ['jco'], next: 'npm install --global @bytecodealliance/jco, some hundred megabytes' },
  nodes: { commands: [], test: runs('tasks/nodes.sh'), next: '`tasks/nodes.sh true` installs four versions of Node from npm, or says why it cannot' },
  // The pinned ones: what these variables name may be any version.
  runtimes: { commands: [], test: `unset BUN DENO; ${runs('tasks/runtimes.sh')}`, next: '`tasks/runtimes.sh true` installs Bun and Deno from npm, or says why it cannot' },
  chromium: { commands: ['chromium'], test: runs('tasks/browser.sh'), next: 'install Chromium (Debian: apt-get install chromium)' },
  wat2wasm: { commands: ['wat2wasm', 'wasm2wat', 'wasm-objdump'], next: 'install wabt (Debian: apt-get install wabt)' },
};

/** @param {string} word */
export const isNeed = (word) => Object.hasOwn(NEEDS, word);

/**
 * @param {string[]} words
 * @returns {{ commands: string[], missing: string | undefined }} `missing` says what to do
 */
export function meet(words) {
  const needs = words.map((word) => (isNeed(word) ? NEEDS[word] : unknown(word)));
  const unmet = needs.filter(({ commands, test }) => commands.some((name) => find(name) === undefined) || (test !== undefined && !holds(test)));
  if (unmet.length > 0) return { commands: [], missing: unmet.map(({ next }) => next).join('; ') };
  return { commands: needs.flatMap(({ commands }) => commands), missing: undefined };
}

/** @param {string} word @returns {never} */
function unknown(word) {
  throw new Error(`there is no need \`${word}\`. Next step: use one of ${Object.keys(NEEDS).join(', ')}, or add it to tasks/lessons/needs.js`);
}
