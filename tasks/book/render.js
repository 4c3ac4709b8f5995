/** A page as HTML: headings that can be linked to, links within the book, tables that scroll in a box of their own. */
import { extname, posix } from 'node:path';

import { locate } from '../pages/links.js';
import { headings, markdown } from '../pages/markdown.js';
import { code, escape } from './code.js';

/**
 * @param {string} page its path in the repository
 * @param {string} text
 * @param {(path: string) => string} link the address of a file of the repository, seen from this page
 */
export function render(page, text, link) {
  const tokens = markdown.parse(text, {});
  for (const { token, id } of headings(tokens)) token.attrSet('id', id);
  for (const { children } of tokens) {
    for (const child of children ?? []) {
      for (const name of ['href', 'src']) {
        const place = locate(page, String(child.attrGet(name) ?? 'none:'));
        if (place) child.attrSet(name, `${place.path === page ? '' : link(place.path)}${place.anchor && `#${place.anchor}`}`);
      }
    }
  }
  return markdown.renderer.render(tokens, markdown.options, { page, link });
}

// Nothing but the book renders; the parser is the one that all pages are read with.
Object.assign(markdown.renderer.rules, /** @type {typeof markdown.renderer.rules} */ ({
  table_open: () => '<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>\n',
  table_close: () => '</table></div>\n',
  fence: (tokens, i, _, of) => fence(String(of?.page), tokens[i], /** @type {(path: string) => string} */ (of?.link)),
}));

/**
 * A block of code. One that is included names its file, and leads to it.
 *
 * @param {string} page
 * @param {import('../pages/markdown.js').Token} token
 * @param {(path: string) => string} link
 */
function fence(page, { info, content }, link) {
  const [language] = info.split(/[\s,]/);
  const file = /\bfile=(\S+)/.exec(info)?.[1];
  const caption = file === undefined ? '' : `<figcaption><a href="${link(posix.join(posix.dirname(page), file))}">${escape(file.replace(/^(\.\.\/)+/, ''))}</a></figcaption>`;
  return `<figure class="code">${caption}<pre tabindex="0"><code>${code(content.trimEnd(), language)}</code></pre></figure>\n`;
}

/**
 * A file of code as a page.
 *
 * @param {string} path
 * @param {string} text
 */
export const renderSource = (path, text) =>
  `<h1>${escape(path)}</h1>\n<figure class="code"><pre tabindex="0"><code>${code(text.trimEnd(), language(path))}</code></pre></figure>\n`;

/** @param {string} path */
function language(path) {
  const extension = extname(path).slice(1);
  return { '': 'makefile', js: 'javascript', cjs: 'javascript', mjs: 'javascript', rs: 'rust', sh: 'bash', toml: 'ini', html: 'xml', yml: 'yaml', ts: 'typescript', h: 'c' }[extension] ?? extension;
}
