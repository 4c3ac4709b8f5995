/** Writes a project: the template, the parts of the guest that it shares with guest-nostd, and what it takes with it. */
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the template is, in the repository. */
export const TEMPLATE = 'templates/guest';
/** What the template calls the crate, and what Rust and files do. */
export const PLACEHOLDER = 'my-guest';

/** Files of the repository that are the same in a project: by the place they have there. */
const SHARED = {
  'build.rs': 'guest-nostd/build.rs',
  'rustfmt.toml': 'rustfmt.toml',
  'src/exports/buffers.rs': 'guest-nostd/src/exports/buffers.rs',
  'src/exports/text.rs': 'guest-nostd/src/exports/text.rs',
};

/** What a build leaves in the template, if somebody tries it there. */
const LEFT = ['target', 'node_modules'];

/**
 * @param {string} root of the repository
 * @param {string} name of the crate
 * @param {string} vendor the folder that `vendor` made
 * @param {string} folder not there, or empty
 */
export function write(root, name, vendor, folder) {
  for (const file of files(join(root, TEMPLATE))) {
    const to = join(folder, named(file, name));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, named(readFileSync(join(root, TEMPLATE, file), 'utf8'), name));
  }
  for (const [file, from] of Object.entries(SHARED)) cpSync(join(root, from), join(folder, file));
  cpSync(vendor, join(folder, 'vendor'), { recursive: true });
}

/**
 * Text with the name of the crate in place of the template's.
 *
 * @param {string} text
 * @param {string} name
 */
function named(text, name) {
  return text.replaceAll(PLACEHOLDER, name).replaceAll(snake(PLACEHOLDER), snake(name));
}

/**
 * What Rust calls a crate, and cargo the file.
 *
 * @param {string} name
 */
export function snake(name) {
  return name.replaceAll('-', '_');
}

/**
 * @param {string} folder
 * @param {string} [within]
 * @returns {string[]} paths from the folder
 */
function files(folder, within = '') {
  return readdirSync(join(folder, within)).flatMap((entry) => {
    const path = join(within, entry);
    if (!statSync(join(folder, path)).isDirectory()) return [path];
    return within === '' && LEFT.includes(entry) ? [] : files(folder, path);
  });
}
