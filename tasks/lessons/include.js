/** Code on a page is the code of a file, so that a page shows nothing that is not built. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A mark of a region in any language, as editors fold it: `// #region add`, `# #endregion add`, `;; #region add`. */
const MARK = /^\s*\S{1,4}\s*#(end)?region\b\s*(\S*)/;

/**
 * A file, or a region of it, without the marks and without the indentation that all lines have.
 *
 * @param {string} folder of the page
 * @param {string} file
 * @param {string} [region]
 */
export function included(folder, file, region) {
  let text;
  try {
    text = readFileSync(resolve(folder, file), 'utf8');
  } catch {
    throw new Error(`there is no file ${file}. Next step: name one by its path from the page`);
  }
  let inside = region === undefined;
  let found = inside;
  const lines = text.split('\n').filter((line) => {
    const [mark, end, name] = MARK.exec(line) ?? [];
    if (mark !== undefined && name === region) {
      inside = end === undefined;
      found = true;
    }
    return inside && mark === undefined;
  });
  if (!found) throw new Error(`${file} has no region ${region}. Next step: put it between the comments \`#region ${region}\` and \`#endregion ${region}\``);
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = indents.length === 0 ? 0 : Math.min(...indents);
  return `${lines.map((line) => line.slice(indent)).join('\n').replace(/^\n+|\n+$/g, '')}\n`;
}
