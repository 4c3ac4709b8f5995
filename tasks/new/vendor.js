/**
 * What a project takes with it, in the form in which it would be published: `npm pack` and `cargo package` choose the
 * files, make the declarations and write manifests that do not need this repository. They are unpacked, so that a
 * project can be reviewed, built and changed without a registry; one day a version number takes the place of the path.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LICENCES = ['LICENSE-APACHE', 'LICENSE-MIT'];

/** A tool failed. The message holds what it said. */
export class ToolFailed extends Error {}

/**
 * @param {string} root of the repository
 * @param {string} stage a folder to work in
 * @returns {string} the folder to be copied as `vendor`
 */
export function vendor(root, stage) {
  const packed = join(stage, 'packed');
  mkdirSync(packed);
  run(join(root, 'node-harness'), 'npm', ['pack', '--silent', '--pack-destination', packed]);
  run(root, 'cargo', ['package', '--quiet', '--package', 'alloc-shim', '--no-verify', '--allow-dirty', '--offline', '--exclude-lockfile', '--target-dir', stage]);
  const made = join(stage, 'vendor');
  unpack(root, packed, '.tgz', join(made, 'node-harness'));
  unpack(root, join(stage, 'package'), '.crate', join(made, 'alloc-shim'));
  return made;
}

/**
 * @param {string} root
 * @param {string} folder with one archive
 * @param {string} extension
 * @param {string} to
 */
function unpack(root, folder, extension, to) {
  const archive = readdirSync(folder).find((name) => name.endsWith(extension));
  if (archive === undefined) throw new ToolFailed(`no ${extension} was packed in ${folder}. Next step: try it by hand, with npm pack or cargo package`);
  mkdirSync(to, { recursive: true });
  run(folder, 'tar', ['-xzf', archive, '-C', to, '--strip-components', '1']);
  for (const licence of LICENCES) copyFileSync(join(root, licence), join(to, licence));
}

/**
 * @param {string} folder
 * @param {string} tool
 * @param {string[]} args
 */
function run(folder, tool, args) {
  const { error, status, stderr, stdout } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8' });
  if (error) throw new ToolFailed(`${tool} could not be started: ${error.message}. Next step: \`make setup\` says what to install`);
  if (status !== 0) throw new ToolFailed(`\`${tool} ${args[0]}\` failed, and nothing was written:\n${(stderr + stdout).trimEnd()}\nNext step: \`make setup\`, then try again`);
}
