import { inTextFormat } from '../../module/text-format.js';
import { element, shown } from './element.js';
import { things } from './figures.js';
import { isServed } from './stand-ins.js';

/** @typedef {import('../../module/signatures.js').ImportSignature} Import */

/** What the module imports. */
export function importsTable() {
  const body = element('tbody');
  const status = element('p', { class: 'status' });
  const headers = ['import', 'type', 'from'].map((title) => element('th', { scope: 'col' }, title));
  const table = element('table', {}, element('thead', {}, element('tr', {}, ...headers)), body);
  return {
    element: element('div', {}, status, element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Imports' }, table)),
    /**
     * @param {Import[]} imports
     * @param {boolean} standIns whether there are some for what is missing
     */
    show(imports, standIns) {
      status.textContent = things(imports.length, 'import');
      body.replaceChildren(
        ...imports.map((entry) =>
          element(
            'tr',
            {},
            element('td', { class: 'name' }, shown(`${entry.module}.${entry.name}`)),
            element('td', { class: 'name' }, inTextFormat(entry)),
            element('td', { class: isServed(entry) ? 'word' : 'word missing' }, isServed(entry) ? 'the harness' : standIns ? 'a stand-in' : 'nobody'),
          ),
        ),
      );
    },
  };
}
