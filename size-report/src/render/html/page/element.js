/**
 * An element. Texts become text nodes and nothing else, so a name is never
 * read as markup.
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
    if (value !== false) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}

const LONG = 500;

/**
 * A name that may be as long as a file, short enough to be shown.
 *
 * @param {string} name
 */
export function shortened(name) {
  if (name.length <= LONG) return name;
  const cut = name.length - LONG;
  return `${name.slice(0, LONG / 2)} … ${cut} characters … ${name.slice(-LONG / 2)}`;
}

/**
 * A choice from `values`.
 *
 * @param {string} label
 * @param {[value: string, text: string][]} values
 * @param {string} chosen
 * @param {(value: string) => void} onChange
 */
export function choice(label, values, chosen, onChange) {
  const options = values.map(([value, text]) => element('option', { value, selected: value === chosen }, text));
  const select = element('select', { name: label }, ...options);
  select.addEventListener('change', () => onChange(select.value));
  return element('label', {}, label, select);
}
