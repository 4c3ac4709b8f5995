/** What a block may need beyond the README, by the word behind `needs=`. Where a need is not met, the block is left out. */
import { find, holds } from './environment.js';

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
  wat2wasm: { commands: ['wat2wasm', 'wasm2wat', 'wasm-objdump'], next: 'install wabt (Debian: apt-get install wabt)' },
};

/**
 * @param {string} need
 * @returns {{ commands: string[], missing: string | undefined }} `missing` says what to do
 */
export function meet(need) {
  const known = NEEDS[need];
  if (!known) throw new Error(`there is no need \`${need}\`. Next step: use one of ${Object.keys(NEEDS).join(', ')}, or add it to tasks/lessons/needs.js`);
  const met = known.commands.every((name) => find(name) !== undefined) && (known.test === undefined || holds(known.test));
  return { commands: met ? known.commands : [], missing: met ? undefined : known.next };
}
