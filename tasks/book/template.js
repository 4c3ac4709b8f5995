/** The one template of the book. */
import { address } from './place.js';
import { escape } from './code.js';

/** @typedef {{ title: string, out: string }} Entry */

/**
 * @param {{ title: string, out: string, body: string, chapters: { title: string, entries: Entry[] }[],
 *   previous: Entry | undefined, next: Entry | undefined }} page
 */
export function template({ title, out, body, chapters, previous, next }) {
  const to = (/** @type {string} */ other) => address(out, other);
  const list = chapters
    .map(({ title, entries }) => {
      const items = entries.map((entry) => `<li><a href="${to(entry.out)}"${entry.out === out ? ' aria-current="page"' : ''}>${escape(entry.title)}</a></li>`);
      return `${title && `<p>${escape(title)}</p>`}<ul>${items.join('')}</ul>`;
    })
    .join('\n');
  const turn = [
    previous && `<a rel="prev" href="${to(previous.out)}"><span>Previous</span>${escape(previous.title)}</a>`,
    next && `<a rel="next" href="${to(next.out)}"><span>Next</span>${escape(next.title)}</a>`,
  ].filter((link) => link !== undefined);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}${title === 'wasm-by-hand' ? '' : ' · wasm-by-hand'}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${to('style.css')}">
</head>
<body>
<a class="skip" href="#page">To the page</a>
<header>
<a class="home" href="${to('index.html')}">wasm-by-hand</a>
<details class="contents"><summary>Contents</summary><nav aria-label="Contents">
${list}
</nav></details>
</header>
<div class="columns">
<nav class="contents" aria-label="Contents">
${list}
</nav>
<div>
<main id="page">
${body}</main>
${turn.length === 0 ? '' : `<nav class="turn" aria-label="Previous and next">${turn.join('\n')}</nav>\n`}</div>
</div>
</body>
</html>
`;
}
