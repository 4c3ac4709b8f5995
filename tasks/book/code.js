/** Code as HTML: highlighted, or, of a console, with what is typed told from what is printed. */
import highlight from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import makefile from 'highlight.js/lib/languages/makefile';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';
import wasm from 'highlight.js/lib/languages/wasm';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const LANGUAGES = { bash, c, ini, javascript, json, makefile, rust, typescript, wasm, xml, yaml };
for (const [name, language] of Object.entries(LANGUAGES)) highlight.registerLanguage(name, language);
highlight.registerAliases(['wat'], { languageName: 'wasm' });

/** @param {string} text */
export const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * @param {string} text
 * @param {string} language as behind the backticks, or the extension of a file
 */
export function code(text, language) {
  if (language === 'console') return console_(text);
  return highlight.getLanguage(language) ? highlight.highlight(text, { language }).value : escape(text);
}

/**
 * Prompts cannot be selected, so that what is copied is what is to be typed.
 *
 * @param {string} text
 */
function console_(text) {
  let typing = false;
  return text
    .split('\n')
    .map((line) => {
      typing = line.startsWith('$ ') || (typing && line.startsWith('> '));
      if (typing) return `<span class="prompt" data-prompt="${line[0] === '$' ? '$' : '&gt;'} "></span><b>${escape(line.slice(2))}</b>`;
      return /^\[exit \d+\]$/.test(line) ? `<span class="exit">${line}</span>` : `<span class="printed">${escape(line)}</span>`;
    })
    .join('\n');
}
