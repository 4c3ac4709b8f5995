import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ToolFailed } from '../exit.js';

/** @param {string} name */
const pathOf = (name) => fileURLToPath(new URL(`page/${name}`, import.meta.url));

/**
 * The page as one file that needs no server and loads nothing, with a module in
 * it if there is one. The browser is told to run this script and no other.
 *
 * @param {{ name: string, bytes: Uint8Array } | undefined} module
 */
export async function singleFile(module) {
  // Of a page that is a file, a browser starts no worker that is a module.
  const [script, worker] = await Promise.all([bundle('page.js', 'esm'), bundle('worker.js', 'iife')]);
  const style = readFileSync(pathOf('page.css'), 'utf8');
  const policy =
    `default-src 'none'; script-src ${hash(script)} 'wasm-unsafe-eval'; style-src ${hash(style)}; img-src data:; worker-src blob:; ` +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types worker";
  const data = module && `<script type="text/plain" id="module-bytes" data-name="${escaped(module.name)}">${Buffer.from(module.bytes).toString('base64')}</script>\n`;
  /** What stands in index.html for a server, and what takes its place. @type {[line: string, text: string][]} */
  const lines = [
    ['<meta charset="utf-8">', `<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="${policy}">`],
    ['<link rel="stylesheet" href="/inspect/page/page.css">', `<style>${style}</style>`],
    [
      '<script type="module" src="/inspect/page/page.js"></script>',
      `${data ?? ''}<script type="text/plain" id="worker-script">${worker}</script>\n<script type="module">${script}</script>`,
    ],
  ];
  return lines.reduce((page, [line, text]) => {
    if (!page.includes(line)) throw new Error(`index.html has no line ${line}`);
    return page.replace(line, () => text);
  }, readFileSync(pathOf('index.html'), 'utf8'));
}

/**
 * A file with all that it imports.
 *
 * @param {string} name
 * @param {'esm' | 'iife'} format
 */
async function bundle(name, format) {
  const esbuild = await import('esbuild').catch((cause) => {
    throw new ToolFailed('cannot join the scripts of the page: esbuild is not installed. Run `npm install --save-dev esbuild`.', { cause });
  });
  const { outputFiles } = await esbuild.build({ entryPoints: [pathOf(name)], bundle: true, minify: true, format, target: 'es2022', charset: 'utf8', write: false });
  // What would end the element, or begin a comment in it, occurs in strings only.
  return outputFiles[0].text.replaceAll(/<(?=\/script|!--|script)/gi, '\\x3C');
}

/**
 * How a content security policy names an inline script or style.
 *
 * @param {string} text
 */
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** @param {string} text */
const escaped = (text) => text.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
