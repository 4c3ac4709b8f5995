import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

import { OK, ToolFailed, UsageError } from '../exit.js';
import { HarnessError } from '../harness-error.js';
import { checkPreamble } from '../preamble.js';
import { serve } from '../inspect/server.js';

export const usage = 'inspect [options] [GUEST.wasm]';
export const about =
  'Serves a page for this machine that shows a guest at work: forms for its exports,\n' +
  'its heap as a map, its allocations over time and by stack, its memory. Without a\n' +
  'guest the page waits for one to be dropped on it. A file that changes is loaded\n' +
  'again. Ctrl-C ends the server.';
export const options = {
  port: { value: 'N', about: 'the port to listen at; a free one when absent' },
  open: { about: 'open the page in the browser of the desktop' },
  export: { value: 'PAGE.html', about: 'write the page, with the guest in it, as one file that needs no server' },
};
export const operands = 1;

/**
 * @param {{ port?: string, open?: boolean, export?: string }} options
 * @param {string[]} operands
 * @returns {Promise<number>}
 */
export async function run({ port = '0', open = false, export: output }, [path]) {
  const bytes = path === undefined ? undefined : read(path);
  if (output !== undefined) {
    if (open || port !== '0') throw new UsageError('`--export` writes a file and starts no server, so it goes without `--port` and `--open`.');
    const { singleFile } = await import('../inspect/single-file.js');
    const page = await singleFile(bytes === undefined ? undefined : { name: basename(path), bytes });
    write(output, page);
    console.log(`${output}: ${Buffer.byteLength(page)} bytes`);
    return OK;
  }
  const { url, close } = await serve(path, portNumber(port)).catch((error) => {
    throw new ToolFailed(`cannot listen at port ${port}: ${error.code ?? error.message}. Give another \`--port\`, or none for one that is free.`);
  });
  console.log(`${url} shows ${path ?? 'the module that is dropped on it'}; Ctrl-C ends this`);
  if (open) openInBrowser(url);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await close();
  return OK;
}

/** @param {string} text */
function portNumber(text) {
  const number = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && number < 65536) return number;
  throw new UsageError(`\`--port\` cannot be \`${text}\`; it is a number from 0 to 65535.`);
}

/** @param {string} path */
function read(path) {
  /** @type {Buffer} */
  let bytes;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    const reason = /** @type {NodeJS.ErrnoException} */ (cause).code;
    throw new HarnessError('ERR_CANNOT_READ', `cannot read ${path}: ${reason}. Give the path of a .wasm file.`, { cause });
  }
  checkPreamble(bytes, path);
  return bytes;
}

/**
 * @param {string} path
 * @param {string} text
 */
function write(path, text) {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    const reason = /** @type {NodeJS.ErrnoException} */ (cause).code;
    throw new UsageError(`cannot write ${path}: ${reason}. Give a path in a folder that is there.`);
  }
}

/** @param {string} url */
function openInBrowser(url) {
  const [program, ...args] = process.platform === 'darwin' ? ['open', url] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', url] : ['xdg-open', url];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => console.error(`there is no \`${program}\` here to open the page; open ${url} yourself`));
  child.unref();
}
