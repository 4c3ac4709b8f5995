import { button, element } from './element.js';
import { bytes, things } from './figures.js';
import { hex } from '../../hex.js';
import { parseValue } from './values.js';

/** @typedef {{ ptr: number, size: number }} Stretch */

const ROWS = 16;

/**
 * Memory as hexadecimal digits and ASCII. The bytes of a block are marked, and so
 * are those that have changed since they were last shown.
 *
 * @param {(ptr: number, len: number) => Promise<Uint8Array>} read as many bytes as there are
 */
export function hexView(read) {
  let start = 0;
  let memoryBytes = 0;
  /** @type {Stretch | undefined} */
  let block;
  /** What was shown last, by address. @type {Map<number, number>} */
  let before = new Map();
  let drawing = 0;
  const narrow = matchMedia('(max-width: 34rem)');

  const input = element('input', { name: 'address', autocomplete: 'off', spellcheck: 'false', size: 12, placeholder: '0x100000' });
  const fault = element('span', { class: 'fault', id: 'hex-fault', role: 'alert' });
  const form = element(
    'form',
    { class: 'goto' },
    element('label', {}, 'Address', input),
    element('button', {}, 'Show'),
    button('▴ Before', () => move(-1), { 'aria-label': 'The bytes before' }),
    button('▾ After', () => move(1), { 'aria-label': 'The bytes after' }),
    fault,
  );
  const body = element('tbody');
  const table = element('table', { class: 'hex' }, element('caption', { class: 'hidden' }, 'Memory in hexadecimal'), body);
  const about = element('p', { class: 'about', role: 'status' });
  const box = element('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Memory in hexadecimal' }, table);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const parsed = parseValue('i32', input.value);
    const addr = 'value' in parsed ? Number(parsed.value) >>> 0 : -1;
    const wrong = 'fault' in parsed ? `An address is ${parsed.fault}.` : addr >= memoryBytes ? `Memory ends at ${hex(memoryBytes)}.` : '';
    fault.textContent = wrong;
    input.toggleAttribute('aria-invalid', wrong !== '');
    if (wrong !== '') return;
    block = undefined;
    start = addr;
    void draw();
  });
  narrow.addEventListener('change', () => void draw());

  const rowBytes = () => (narrow.matches ? 8 : 16);

  /** @param {1 | -1} direction */
  function move(direction) {
    const page = ROWS * rowBytes();
    start = Math.max(0, Math.min(start + direction * page, memoryBytes - page));
    void draw();
  }

  async function draw() {
    const width = rowBytes();
    const first = start - (start % width);
    const mine = (drawing += 1);
    const found = await read(first, ROWS * width);
    // Somebody has gone elsewhere meanwhile.
    if (mine !== drawing) return;
    /** @type {Map<number, number>} */
    const now = new Map();
    let changed = 0;
    const rows = [];
    for (let at = 0; at < found.length; at += width) {
      const cells = [];
      const letters = element('td', { class: 'ascii' });
      for (let i = 0; i < width; i++) {
        const addr = first + at + i;
        const byte = found[at + i];
        if (byte === undefined) {
          cells.push(element('td'));
          continue;
        }
        now.set(addr, byte);
        const old = before.get(addr);
        const isNew = old !== undefined && old !== byte;
        changed += Number(isNew);
        const own = block !== undefined && addr >= block.ptr && addr < block.ptr + block.size;
        const kind = `${own ? 'own ' : ''}${isNew ? 'changed ' : ''}${byte === 0 ? 'zero' : ''}`.trim();
        const title = isNew ? `was ${two(old)}` : false;
        cells.push(element('td', { class: kind || false, title }, two(byte)));
        letters.append(element('span', { class: kind || false }, byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'));
      }
      rows.push(element('tr', {}, element('th', { scope: 'row' }, (first + at).toString(16).padStart(8, '0')), ...cells, letters));
    }
    body.replaceChildren(...rows);
    before = now;
    const what = block === undefined || block.size === 0 ? '' : `the block at ${hex(block.ptr)}, ${bytes(block.size)}`;
    const news = changed === 0 ? '' : `${things(changed, 'byte has', 'bytes have')} changed since they were last shown`;
    about.textContent = [what, news].filter((part) => part !== '').join('; ');
  }

  return {
    element: element('div', {}, form, box, about),
    /** @param {Stretch} stretch */
    look(stretch) {
      block = stretch;
      start = stretch.ptr;
      input.value = hex(stretch.ptr);
      fault.textContent = '';
      return draw();
    },
    /**
     * Reads again, after a call.
     *
     * @param {number} nextMemoryBytes
     * @param {number} [firstAddr] where to begin, for a guest that is new
     */
    refresh(nextMemoryBytes, firstAddr) {
      memoryBytes = nextMemoryBytes;
      if (firstAddr !== undefined) {
        block = undefined;
        before = new Map();
        start = Math.min(firstAddr, Math.max(0, memoryBytes - ROWS * rowBytes()));
        input.value = hex(start);
      }
      return draw();
    },
    clear() {
      body.replaceChildren();
      about.textContent = '';
    },
  };
}

/** @param {number} byte */
const two = (byte) => byte.toString(16).padStart(2, '0');
