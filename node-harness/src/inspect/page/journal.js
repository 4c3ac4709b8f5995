import { hex } from '../../hex.js';
import { button, element, shown } from './element.js';
import { trapText } from './traps.js';

/** So many calls are kept, and so many lines of one. */
const ENTRIES = 200;
const LINES = 200;

/** @typedef {import('./protocol.js').Thrown} Thrown */

/**
 * What was called and what came of it, the latest first.
 *
 * @param {(ptr: number) => void} onLook at an address that came back
 */
export function journal(onLook) {
  const list = element('ol', { class: 'journal', tabindex: 0, 'aria-label': 'Calls and what came of them' });
  const said = element('div', { class: 'hidden', role: 'status' });
  /** @type {HTMLElement} */
  let lines = element('pre', { class: 'said' });
  let lineCount = 0;

  /** @param {string} call */
  function open(call) {
    lines = element('pre', { class: 'said', hidden: true });
    lineCount = 0;
    const result = element('span', { class: 'result' });
    const entry = element('li', {}, element('div', { class: 'line' }, element('code', {}, shown(call)), result), lines);
    list.prepend(entry);
    while (list.children.length > ENTRIES) list.lastElementChild?.remove();
    return { entry, result };
  }

  return {
    element: element('div', {}, list, said),
    clear: () => list.replaceChildren(),
    open,
    /** @param {string} text of the guest */
    line(text) {
      lineCount += 1;
      lines.hidden = false;
      if (lineCount > LINES + 1) return;
      lines.append(`${lineCount === 1 ? '' : '\n'}${lineCount <= LINES ? shown(text) : '… and more lines'}`);
    },
    /**
     * @param {ReturnType<typeof open>} opened
     * @param {string} results
     * @param {string} cost what it did to the heap, and how long it took
     * @param {number | undefined} ptr that may have come back
     */
    done({ entry, result }, results, cost, ptr) {
      result.textContent = results;
      const look = ptr === undefined ? [] : [' ', button('its bytes', () => onLook(ptr), { class: 'link', 'aria-label': `The bytes at ${hex(ptr)}` })];
      entry.append(element('p', { class: 'cost' }, cost, ...look));
      said.textContent = `${entry.querySelector('code')?.textContent} ${results}`;
    },
    /**
     * @param {ReturnType<typeof open>} opened
     * @param {Thrown} thrown
     */
    failed({ entry, result }, thrown) {
      const { kind, message } = thrown;
      entry.classList.add('failed');
      result.textContent = kind === 'panic' ? 'panicked' : kind === 'trap' ? 'trapped' : 'failed';
      entry.append(element('p', { class: 'message' }, shownText(kind === 'trap' ? `${message}. ${trapText(message)}` : message)));
      entry.append(...stacksOf(thrown));
      said.textContent = `${entry.querySelector('code')?.textContent} ${result.textContent}: ${message}`;
      return result.textContent;
    },
  };
}

/**
 * The stacks that belong to an error, to be opened.
 *
 * @param {Thrown | undefined} thrown
 */
export const stacksOf = (thrown) =>
  (thrown?.stacks ?? []).map(({ title, frames }) =>
    element('details', {}, element('summary', {}, title), element('ol', { class: 'stack' }, ...frames.map((frame) => element('li', {}, shown(frame))))),
  );

/**
 * A text of several lines, as it is shown.
 *
 * @param {string} text
 */
export const shownText = (text) =>
  text
    .replace(/\S{300,}/g, shown)
    .split('\n')
    .map((line) => line.replace(/[\p{Cc}\p{Cf}]/gu, ' '))
    .join('\n');
