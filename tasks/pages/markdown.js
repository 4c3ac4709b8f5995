/**
 * The one parser of pages. CommonMark with tables and inline HTML, as GitHub draws it, and the anchors that GitHub
 * makes of headings.
 */
import GithubSlugger from 'github-slugger';
import MarkdownIt from 'markdown-it';

/** @typedef {import('markdown-it').Token} Token */

export const markdown = new MarkdownIt({ html: true });

/**
 * The headings of a page in order. `id` is the anchor; of two headings with one text the second gets `-1`.
 *
 * @param {Token[]} tokens
 */
export function headings(tokens) {
  const slugger = new GithubSlugger();
  return tokens.flatMap((token, i) => {
    if (token.type !== 'heading_open') return [];
    const text = plain(tokens[i + 1]);
    return [{ token, level: Number(token.tag.slice(1)), text, id: slugger.slug(text) }];
  });
}

/**
 * What a reader sees of a paragraph, a heading or a cell.
 *
 * @param {Token} inline
 */
const plain = (inline) =>
  (inline.children ?? []).map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : '')).join('');

/**
 * The links and pictures of a page, each with the line of the paragraph that it is in, from 1.
 *
 * @param {Token[]} tokens
 */
export function links(tokens) {
  return tokens.flatMap(({ children, map }) =>
    (children ?? []).flatMap((child) => {
      const target = child.attrGet('href') ?? child.attrGet('src');
      return target === null ? [] : [{ target: String(target), line: (map?.[0] ?? 0) + 1 }];
    }),
  );
}
