/**
 * An element. Texts become text nodes and nothing else, so a name out of a
 * module is never read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean>} [attributes] `false` leaves one out
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/**
 * A button.
 *
 * @param {string} text
 * @param {() => void} onClick
 * @param {Record<string, string | number | boolean>} [attributes]
 */
export function button(text, onClick, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onClick);
  return made;
}

/**
 * A choice from `values`.
 *
 * @param {string} label
 * @param {[value: string, text: string][]} values
 * @param {(value: string) => void} onChange
 */
export function choice(label, values, onChange) {
  const select = element('select', {}, ...values.map(([value, text]) => element('option', { value }, text)));
  select.addEventListener('change', () => onChange(select.value));
  return element('label', {}, label, select);
}

/**
 * The element of the page with that id.
 *
 * @param {string} id
 */
export const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

const LONG = 200;

/**
 * A name that may be as long as a file, short enough to be shown, and with what
 * would move the cursor or turn the direction of writing as an escape.
 *
 * @param {string} name
 */
export function shown(name) {
  const cut = name.length - LONG;
  const short = cut <= 0 ? name : `${name.slice(0, LONG / 2)} … ${cut} characters … ${name.slice(-LONG / 2)}`;
  return short.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`);
}
