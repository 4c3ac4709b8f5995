/** What a person asked for: the name of the crate, and the folder. */
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

const EXAMPLE = 'make new NAME=my-guest DIR=../my-guest';

/** Names that cargo takes, and npm too; and those that would hide a crate that the guest uses, or are words of Rust. */
const NAME = /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/;
const LONGEST_NAME = 64;
const CRATES = ['alloc', 'alloc-shim', 'alloc_shim', 'core', 'proc_macro', 'std', 'test'];
const WORDS = `abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in
  let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof unsafe
  unsized use virtual where while yield`.split(/\s+/);

/** What was asked for cannot be done. The message names the thing, the cause and the next step. */
export class Unusable extends Error {}

/**
 * @param {string} root of the repository
 * @param {string[]} args NAME and DIR, empty where there is none
 * @returns {{ name: string, folder: string, shown: string }} `shown` is the folder as it was typed
 */
export function request(root, [name = '', shown = '', ...more]) {
  if (name === '') throw new Unusable(`NAME is missing: what is the crate called? Next step: ${EXAMPLE}`);
  if (more.length > 0) throw new Unusable(`\`${more[0]}\` is one argument too many. Next step: ${EXAMPLE}`);
  if (!NAME.test(name) || name.length > LONGEST_NAME) {
    throw new Unusable(`\`${name}\` is no name for a crate and an npm package: it has to be small letters, digits and single - or _ between them, a letter first, ${LONGEST_NAME} at most. Next step: ${EXAMPLE}`);
  }
  if (CRATES.includes(name)) throw new Unusable(`NAME=${name} is a crate that the guest uses or could use. Next step: choose another name, as in ${EXAMPLE}`);
  if (WORDS.includes(name)) throw new Unusable(`NAME=${name} is a word of Rust, so no crate can be called so. Next step: choose another name, as in ${EXAMPLE}`);
  if (shown === '') throw new Unusable(`DIR is missing: in which folder shall the project be? Next step: ${EXAMPLE.replaceAll('my-guest', name)}`);
  const folder = resolve(shown);
  if (isWithin(resolve(root), folder) || isWithin(realpathSync(root), real(folder))) {
    throw new Unusable(`DIR=${shown} is inside this repository, whose workspace and flags would reach into the project. Next step: name a folder outside of it, as in DIR=../${name}`);
  }
  const there = statSync(folder, { throwIfNoEntry: false });
  if (there && !there.isDirectory()) throw new Unusable(`DIR=${shown} is a file. Next step: name a folder that is empty or not there`);
  if (there && readdirSync(folder).length > 0) throw new Unusable(`DIR=${shown} is not empty, and nothing in it is replaced. Next step: name a folder that is empty or not there`);
  return { name, folder, shown };
}

/**
 * Where a path that may not be there yet will be, with all links followed.
 *
 * @param {string} path
 * @returns {string}
 */
function real(path) {
  if (existsSync(path) || dirname(path) === path) return realpathSync(path);
  return join(real(dirname(path)), relative(dirname(path), path));
}

/**
 * @param {string} folder
 * @param {string} path
 */
function isWithin(folder, path) {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
