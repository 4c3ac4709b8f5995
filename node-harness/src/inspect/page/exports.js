import { PAIR_KINDS, likelyKind, mayBePair, parseArgument, parsePair } from './arguments.js';
import { button, element, shown } from './element.js';

/** @typedef {import('./arguments.js').Param} Param */
/** @typedef {import('./arguments.js').PairKind} PairKind */
/** @typedef {import('./protocol.js').Argument} Argument */
/** @typedef {{ name: string, params: Param[], results: string[] }} Callable */
/** What was typed for a function. @typedef {{ kinds: PairKind[], texts: string[] }} Typed */

/** So many forms are drawn at once; more exports have a search to find them by. */
const FORMS = 100;
const SEARCHED = 8;
const MOST_TIMES = 100_000;

/**
 * A form for each exported function.
 *
 * @param {(callee: Callable, args: Argument[], times: number) => void} onCall
 */
export function exportForms(onCall) {
  /** @type {Callable[]} */
  let callables = [];
  let texts = false;
  let most = FORMS;
  /** What was typed stays when the module is built again. @type {Map<string, Typed>} */
  const typed = new Map();

  /** What the last call of each function gave. @type {Map<string, string>} */
  const outcomes = new Map();

  const list = element('div', { class: 'forms' });
  const others = element('p', { class: 'status' });
  const search = element('input', { type: 'search', placeholder: 'Search exports', 'aria-label': 'Search exports' });
  const times = element('input', { type: 'number', min: 1, max: MOST_TIMES, value: 1, title: 'How often each call is made' });
  const more = button('Show more exports', () => {
    most += FORMS;
    draw();
  }, { class: 'more' });
  search.addEventListener('input', draw);

  function draw() {
    const needle = search.value.trim().toLowerCase();
    const found = callables.filter(({ name }) => name.toLowerCase().includes(needle));
    list.replaceChildren(...found.slice(0, most).map(form));
    more.hidden = found.length <= most;
  }

  /** @param {Callable} callee */
  function form(callee) {
    const { name, params, results } = callee;
    const types = [...params.map(({ type }) => type), ...results];
    const state = stateOf(callee);
    const fields = element('div', { class: 'fields' });
    const call = element('button', { 'aria-label': `Call ${shown(name)}` }, 'Call');
    const outcome = element('output', { class: 'outcome' }, outcomes.get(name) ?? '');
    const impossible = types.includes('v128') ? 'JavaScript cannot pass a v128' : '';
    call.disabled = impossible !== '';
    const made = element(
      'form',
      { class: 'export', 'aria-label': shown(name), novalidate: true },
      element('div', { class: 'signature' }, element('code', {}, shown(name)), element('span', {}, signatureText(callee)), impossible && element('em', {}, impossible)),
      fields,
      call,
      outcome,
    );
    made.dataset.name = name;
    /** @type {(() => Argument | undefined)[]} */
    let readers = [];
    drawFields();
    made.addEventListener('submit', (event) => {
      event.preventDefault();
      const args = readers.map((read) => read());
      const firstWrong = made.querySelector('[aria-invalid]');
      if (firstWrong !== null) /** @type {HTMLElement} */ (firstWrong).focus();
      else onCall(callee, /** @type {Argument[]} */ (args), timesNow());
    });
    return made;

    function drawFields() {
      readers = [];
      fields.replaceChildren();
      for (let i = 0; i < params.length; i++) {
        const kind = mayBePair(params, i) ? state.kinds[i] : 'numbers';
        if (kind === 'numbers') {
          const label = params[i].name === undefined ? `${i}` : shown(String(params[i].name));
          add(i, `${label}: ${params[i].type}`, /^[if]/.test(params[i].type) ? '0' : '', (text) => parseArgument(params[i], text));
          if (i > 0 && mayBePair(params, i - 1) && state.kinds[i - 1] === 'numbers' && !inPair(i - 1)) fields.append(pairChoice(i - 1));
        } else {
          const [, title, placeholder] = PAIR_KINDS.find(([each]) => each === kind) ?? PAIR_KINDS[0];
          add(i, `${i}, ${i + 1}: ${title}`, placeholder, (text) => parsePair(kind, text), 'wide');
          fields.append(pairChoice(i));
          i += 1;
        }
      }
    }

    /** Is this parameter the second one of a pair? @param {number} i */
    function inPair(i) {
      return i > 0 && mayBePair(params, i - 1) && state.kinds[i - 1] !== 'numbers';
    }

    /** @type {(i: number, label: string, placeholder: string, parse: (text: string) => { argument: Argument } | { fault: string }, kind?: string) => void} */
    function add(i, label, placeholder, parse, kind = '') {
      const id = `fault-${fieldNumber++}`;
      const input = element('input', { placeholder, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': id });
      const fault = element('span', { class: 'fault', id });
      input.value = state.texts[i] ?? '';
      input.addEventListener('input', () => {
        state.texts[i] = input.value;
        if (input.hasAttribute('aria-invalid')) read();
      });
      function read() {
        const parsed = parse(input.value);
        const wrong = 'fault' in parsed ? parsed.fault : '';
        fault.textContent = wrong === '' ? '' : `Give ${wrong}.`;
        if (wrong === '') input.removeAttribute('aria-invalid');
        else input.setAttribute('aria-invalid', 'true');
        return 'argument' in parsed ? parsed.argument : undefined;
      }
      readers.push(read);
      fields.append(element('label', { class: kind || false }, element('span', {}, label), input, fault));
    }

    /** @param {number} i */
    function pairChoice(i) {
      const select = element(
        'select',
        { class: 'pair', 'data-pair': i, 'aria-label': `What arguments ${i} and ${i + 1} of ${shown(name)} are`, title: texts ? 'A pointer and a length may stand for a text or for numbers' : 'To place a text, the guest has to export __heap_base or alloc' },
        ...PAIR_KINDS.map(([kind, title]) => element('option', { value: kind, selected: kind === state.kinds[i] }, title)),
      );
      select.disabled = !texts;
      select.addEventListener('change', () => {
        state.kinds[i] = /** @type {PairKind} */ (select.value);
        // The parameter behind is a part of this pair now.
        if (select.value !== 'numbers') state.kinds[i + 1] = 'numbers';
        drawFields();
        /** @type {HTMLElement | null} */ (fields.querySelector(`[data-pair="${i}"]`))?.focus();
      });
      return select;
    }
  }

  /** @param {Callable} callee */
  function stateOf({ name, params }) {
    const key = `${name}(${params.map(({ type }) => type)})`;
    let state = typed.get(key);
    if (state === undefined) {
      state = { texts: [], kinds: params.map((_, i) => (texts && mayBePair(params, i) ? likelyKind(params, i) : 'numbers')) };
      typed.set(key, state);
    }
    return state;
  }

  function timesNow() {
    const wanted = Math.floor(Number(times.value));
    const usable = Math.min(Math.max(wanted || 1, 1), MOST_TIMES);
    times.value = String(usable);
    return usable;
  }

  const searchBox = element('div', { class: 'search' }, search);
  return {
    element: element('div', {}, element('div', { class: 'choices' }, searchBox, element('label', { class: 'times' }, 'Repeat', times)), list, more, others),
    /**
     * @param {Callable[]} next
     * @param {boolean} nextTexts whether texts can be placed
     * @param {string} rest what else is exported
     */
    show(next, nextTexts, rest) {
      callables = next;
      outcomes.clear();
      texts = nextTexts;
      most = FORMS;
      searchBox.hidden = next.length <= SEARCHED;
      if (searchBox.hidden) search.value = '';
      others.textContent = [next.length === 0 ? 'It exports no function.' : '', rest].join(' ').trim();
      draw();
    },
    /**
     * @param {string} name
     * @param {string} text what a call gave
     */
    outcome(name, text) {
      outcomes.set(name, text);
      for (const form of list.querySelectorAll('form')) {
        if (form.dataset.name === name) /** @type {HTMLElement} */ (form.querySelector('.outcome')).textContent = text;
      }
    },
    /** @param {boolean} disabled */
    disable(disabled) {
      list.toggleAttribute('inert', disabled);
      list.classList.toggle('off', disabled);
    },
  };
}

let fieldNumber = 0;

/** @param {Callable} callee */
export function signatureText({ params, results }) {
  const given = params.map(({ type, name }) => (name === undefined ? type : `${shown(name)}: ${type}`)).join(', ');
  const got = results.length === 0 ? '' : ` → ${results.length === 1 ? results[0] : `(${results.join(', ')})`}`;
  return `(${given})${got}`;
}
