/**
 * What a reader has who has followed the README: the commands that it names and those of every system, and no variable
 * that changes what they do. A tool that happens to be on this machine, say another wasm-opt, would make other figures.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

const README = ['rustup', 'cargo', 'rustc', 'node', 'npm', 'npx', 'make', 'cc'];
/** What those run themselves, and what every system has; what one lacks is left out. */
const SYSTEM = `ar as awk basename bash cat chmod cmp comm cp cut date dd diff dirname du echo env expr false find gcc git
  grep gunzip gzip head id kill ld ln ls mkdir mktemp mv nl nproc od paste printf ps pwd readlink realpath rm rmdir sed
  seq sh sleep sort split stat tail tee test timeout touch tr true uname uniq wc xargs`.split(/\s+/);

/**
 * Variables that reach into a build or an output: cargo, say, compiles without increments where it finds `CI`. Those for
 * proxies, certificates and registries stay.
 */
const OURS =
  /^(CI$|CARGO_(?!HOME|HTTP|NET|REGISTR)|RUST(?!UP_)|RUSTUP_TOOLCHAIN$|RUSTUP_LOG$|BUN$|DENO$|MAKE|MFLAGS|NODE_(?!EXTRA_CA)|npm_(?!config_)|(NO|FORCE)_COLOR$|CLICOLOR|SNAPSHOTS$|BASH_ENV$|ENV$|CDPATH$|LC_|LANG)/;

/**
 * The path of a command, or nothing.
 *
 * @param {string} name
 */
export function find(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // It is further on, or nowhere.
    }
  }
}

/**
 * The variables of a session. `PATH` is a folder that was made for it, and goes with it.
 *
 * @param {string[]} [more] commands that the page says it needs
 */
export function environment(more = []) {
  const folder = mkdtempSync(join(tmpdir(), 'lessons-'));
  for (const name of new Set([...README, ...SYSTEM, ...more])) {
    const path = find(name);
    if (path !== undefined) symlinkSync(path, join(folder, name));
    else if (!SYSTEM.includes(name)) throw new Error(`${name} is not on the path. Next step: \`make setup\` says what to install`);
  }
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C.UTF-8', TERM: 'dumb', PATH: folder };
}

/**
 * Whether a test in bash holds, with the commands of this machine.
 *
 * @param {string} test
 */
export function holds(test) {
  try {
    execFileSync('bash', ['-c', test], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
