/** What a tool makes is the same wherever that tool has the same version, and only there it is compared exactly. */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Runs a command with the browser that the pages get, whose path is then in `CHROMIUM`. */
const BROWSER = fileURLToPath(new URL('../browser.sh', import.meta.url));

/**
 * The commands in bash that print the version, by the word behind `made-with=`: a line for each thing that has one.
 * Where a word is one of needs.js as well, the block needs it.
 *
 * @type {{ [tool: string]: string }}
 */
const VERSIONS = {
  clang: 'clang --version | head -n 1; wasm-ld --version | head -n 1',
  // The package knows its version, the library itself does not.
  'wasi-libc': `libc=$(clang --target=wasm32-wasi --print-file-name=libc.a)
    dpkg-query --show --showformat='wasi-libc \${Version}' wasi-libc 2>/dev/null || echo "wasi-libc with the checksum $(cksum <"$libc")"`,
  // A static program has the libc in it, and what the linker puts around it.
  cc: 'cc --version | head -n 1; ld --version | head -n 1; ldd --version | head -n 1',
  chromium: `'${BROWSER}' bash -c '"$CHROMIUM" --version'`,
  jco: 'jco --version | sed "s/^/jco /"',
  // Its gzip finds other matches on other processors.
  zlib: `node -p '\`brotli \${process.versions.brotli}\\nzlib \${process.versions.zlib} for \${process.arch}\`'`,
};

/**
 * The tools with their versions, as the line below a block names them.
 *
 * @param {string[]} tools
 */
export const versions = (tools) => tools.flatMap(version).join(', ');

/** @param {string} tool */
function version(tool) {
  let printed;
  try {
    printed = execFileSync('bash', ['-c', VERSIONS[tool]], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C' } });
  } catch {
    printed = '';
  }
  const lines = printed.split('\n').map((line) => line.trim()).filter((line) => /\d/.test(line));
  if (lines.length === 0) throw new Error(`${tool} does not say its version. Next step: try \`${VERSIONS[tool]}\` by hand`);
  return lines;
}

/**
 * Refuses a word that is none.
 *
 * @param {string[]} tools
 */
export function checkTools(tools) {
  const unknown = tools.find((tool) => !Object.hasOwn(VERSIONS, tool));
  if (unknown === undefined) return;
  throw new Error(`no version is known of \`${unknown}\`. Next step: use one of ${Object.keys(VERSIONS).join(', ')}, or add it to tasks/lessons/made-with.js`);
}
