import { signatures } from '../../module/signatures.js';
import { argumentText } from './arguments.js';
import { blocksTable } from './blocks.js';
import { button, byId, element, shown } from './element.js';
import { exportForms } from './exports.js';
import { bytes, count, delta, duration, things } from './figures.js';
import { flame } from './flame.js';
import { GuestStopped, GuestThread } from './guest-thread.js';
import { HeapModel, History } from './heap-model.js';
import { heapSection } from './heap-section.js';
import { hexView } from './hex-view.js';
import { importsTable } from './imports-table.js';
import { journal, shownText, stacksOf } from './journal.js';
import { firstModule } from './first-module.js';
import { isServed } from './stand-ins.js';
import { timeline } from './timeline.js';
import { valueText } from './values.js';

/** @typedef {{ name: string, bytes: Uint8Array }} File */
/** @typedef {import('./protocol.js').Loaded} Loaded */
/** @typedef {import('./exports.js').Callable} Callable */
/** @typedef {import('./protocol.js').Argument} Argument */

/** A guest, and all that is known of it. */
class Session {
  model = new HeapModel();
  history = new History();
  /** By number of the site. @type {string[][]} */
  stacks = [];
  /** The calls that were asked for; each is one call or more. @type {{ first: number, text: string }[]} */
  requests = [];
  /** @type {Loaded | undefined} */
  loaded;
  memoryBytes = 0;
  /** The number of the call that is shown, if it is not the last. @type {number | undefined} */
  travelled;
  running = false;
  /** Whether a call was ended in its middle. */
  stopped = false;

  /**
   * @param {File} file
   * @param {import('./protocol.js').Setting} setting
   */
  constructor(file, setting) {
    this.file = file;
    this.setting = setting;
    this.thread = new GuestThread((batch) => {
      this.model.apply(batch.events);
      this.history.push(batch.events);
      this.stacks.push(...batch.sites);
      this.memoryBytes = batch.memoryBytes;
      for (const line of batch.lines) calls.line(line);
      drawSoon();
    });
  }

  /** @param {number} call */
  labelOf(call) {
    return this.requests.findLast(({ first }) => first <= call)?.text ?? '';
  }
}

/** @type {Session | undefined} */
let session;

const forms = exportForms(call);
const calls = journal((ptr) => look(session?.model.blocks.get(ptr) ?? { ptr, size: 0 }));
const memory = hexView(read);
/** The allocator of the next guest. @type {import('./protocol.js').Setting['heap']} */
let heap = 'fast';
const heapView = heapSection((block) => look(block), (next) => {
  heap = next;
  if (session !== undefined) void open(session.file, 'This is a new instance.', session.setting.standIns);
});
const time = timeline(travel);
const sites = flame((marked) => heapView.map.mark(marked));
const blocks = blocksTable((block) => {
  heapView.map.select(block);
  look(block);
});
const imports = importsTable();

const parts = { exports: forms, journal: calls, map: heapView, timeline: time, flame: sites, hex: memory, blocks, imports };
for (const [id, part] of Object.entries(parts)) byId(id).append(part.element);

/** @param {import('./hex-view.js').Stretch} stretch */
function look(stretch) {
  void memory.look(stretch);
}

/**
 * Bytes of the guest; none while it runs, and of one that was stopped.
 *
 * @param {number} ptr
 * @param {number} len
 * @returns {Promise<Uint8Array>}
 */
async function read(ptr, len) {
  try {
    if (session?.running === false) return await session.thread.ask({ do: 'read', ptr, len });
  } catch (error) {
    if (!(error instanceof GuestStopped)) throw error;
  }
  return new Uint8Array();
}

/**
 * Takes a module: from a file, from the command line, or once more.
 *
 * @param {File} file
 * @param {string} why is said when it is there
 * @param {boolean} [standIns] for imports that nobody has
 */
async function open(file, why, standIns = false) {
  const setting = { heap, standIns };
  session?.thread.stop('another module was opened');
  const own = new Session(file, setting);
  session = own;
  const title = file.name.split(/[\\/]/).at(-1) || file.name;
  byId('title').textContent = shown(title);
  document.title = `${shown(title)} - inspect`;
  byId('lead').textContent = '';
  byId('fault').replaceChildren();
  state('Loading');
  forms.disable(true);
  byId('drop').hidden = true;
  byId('reset').hidden = false;
  heapView.show(undefined, [], () => '', '');
  calls.clear();
  try {
    const { exports, imports: imported } = signatures(file.bytes, file.name);
    const callables = /** @type {Callable[]} */ (exports.filter(({ kind }) => kind === 'function'));
    byId('lead').textContent = `${bytes(file.bytes.length)}, ${things(callables.length, 'exported function')}, ${things(imported.length, 'import')}`;
    imports.show(imported, standIns);
    const loaded = /** @type {Loaded} */ (await own.thread.ask({ do: 'load', ...file, setting }));
    if (session !== own) return;
    own.loaded = loaded;
    const globals = loaded.globals.map(({ name, text }) => `${shown(name)} = ${text}`).join(', ');
    forms.show(callables, loaded.texts, globals === '' ? '' : `Globals: ${globals}.`);
    forms.disable(false);
    show(ALL);
    const missing = standIns ? imported.filter((entry) => !isServed(entry)).length : 0;
    state([why, missing === 0 ? '' : `${things(missing, 'import is a stand-in', 'imports are stand-ins')}: functions answer 0, and the calls list each time one is called.`].join(' ').trim());
    draw();
    void memory.refresh(loaded.memoryBytes, loaded.heapBase ?? 0);
  } catch (error) {
    if (session !== own) return;
    state('');
    fault(error);
  }
}

const ALL = Object.keys(parts);

/** Shows these sections and no others. @param {string[]} ids */
function show(ids) {
  byId('guest').hidden = ids.length === 0;
  for (const id of ALL) byId(id).hidden = !ids.includes(id);
}

/**
 * What went wrong with the module itself, on top of the page.
 *
 * @param {unknown} error
 */
function fault(error) {
  const thrown = error instanceof GuestStopped ? error.thrown : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const missing = thrown?.code === 'ERR_IMPORTS' && session?.setting.standIns === false;
  byId('fault').replaceChildren(
    element('p', {}, element('strong', {}, 'This module has no guest. '), shownText(message)),
    ...stacksOf(thrown),
    ...(missing ? [button('Stand in for what is missing', () => session && open(session.file, '', true))] : []),
  );
  // Only the worker says this, so the imports were read.
  show(thrown === undefined ? [] : ['imports']);
}

/**
 * @param {string} text
 * @param {boolean} [isBad]
 */
function state(text, isBad = false) {
  byId('state').textContent = text;
  byId('state').classList.toggle('bad', isBad);
  byId('reset').classList.toggle('urgent', isBad);
}

/**
 * @param {Callable} callee
 * @param {Argument[]} args
 * @param {number} times
 */
async function call(callee, args, times) {
  const own = session;
  if (own === undefined || own.loaded === undefined || own.running || own.stopped) return;
  const text = `${callee.name}(${args.map(argumentText).join(', ')})`;
  own.requests.push({ first: own.model.calls.length, text });
  const entry = calls.open(times === 1 ? text : `${text} × ${count(times)}`);
  const { mallocs, frees, live } = own.model;
  running(own, true);
  try {
    const { results, ms, done } = await own.thread.ask({ do: 'call', name: callee.name, args, times });
    if (session !== own) return;
    const values = /** @type {unknown[]} */ (results).map((value, i) => valueText(callee.results[i], value)).join(', ');
    const [made, freed] = [own.model.mallocs - mallocs, own.model.frees - frees];
    const parts = made + freed === 0 ? [] : [things(made, 'allocation'), `${count(freed)} freed`, delta(own.model.live - live)];
    const outcome = values === '' ? 'done' : `→ ${values}`;
    forms.outcome(callee.name, outcome);
    const heapAndTime = [...parts, done > 1 ? `${duration(ms / done)} each` : duration(ms)].join(', ');
    calls.done(entry, outcome, heapAndTime, pointerOf(own, results));
    state('');
  } catch (error) {
    if (session !== own || !(error instanceof GuestStopped)) throw error;
    const { thrown } = error;
    own.stopped = thrown.stopped;
    forms.outcome(callee.name, calls.failed(entry, thrown));
    if (own.stopped) {
      state(`${shown(text)} ended in its middle: ${shown(thrown.message)}. What it was doing is half done; take a new instance to call it again.`, true);
      forms.disable(true);
    }
  }
  running(own, false);
  own.travelled = undefined;
  draw();
  void memory.refresh(own.memoryBytes);
}

/**
 * The result as an address, if it may be one: behind the static data, and in memory.
 *
 * @param {Session} own
 * @param {unknown[]} results
 */
function pointerOf(own, [result, ...others]) {
  if (typeof result !== 'number' || !Number.isInteger(result) || others.length > 0) return undefined;
  const ptr = result >>> 0;
  return ptr >= (own.loaded?.heapBase ?? 1024) && ptr < own.memoryBytes ? ptr : undefined;
}

/** @type {number | undefined} */
let stopTimer;

/**
 * @param {Session} own
 * @param {boolean} now
 */
function running(own, now) {
  own.running = now;
  clearTimeout(stopTimer);
  byId('stop').hidden = true;
  if (!now) return;
  // Most calls are over at once; only one that is not gets a button to end it.
  stopTimer = window.setTimeout(() => {
    byId('stop').hidden = false;
    state('The guest is running.');
  }, 300);
}

byId('stop').addEventListener('click', () => {
  session?.thread.stop('It was stopped before it ended.');
  byId('reset').focus();
});
byId('reset').addEventListener('click', () => {
  if (session !== undefined) void open(session.file, 'This is a new instance.', session.setting.standIns);
});

/** @param {number | undefined} call */
function travel(call) {
  if (session === undefined) return;
  session.travelled = call;
  drawHeap(session);
}

let drawing = false;
/** How long the last drawing took, in milliseconds. */
let cost = 0;

/**
 * Draws at a coming frame, however many events come until then: of a heap that
 * takes long to draw the later ones, so that the page has time for its reader.
 */
function drawSoon() {
  if (drawing) return;
  drawing = true;
  setTimeout(() => requestAnimationFrame(() => {
    drawing = false;
    draw();
  }), 3 * cost);
}

function draw() {
  const own = session;
  if (own?.loaded === undefined) return;
  const started = performance.now();
  time.show(own.model.calls, own.model.calls[0]?.memory ?? own.loaded.memoryBytes, (i) => own.labelOf(i));
  sites.show(own.stacks, own.model.sites);
  drawHeap(own);
  cost = performance.now() - started;
}

/** @param {Session} own */
function drawHeap(own) {
  const { loaded, travelled } = own;
  if (loaded === undefined) return;
  const model = travelled === undefined || !own.history.whole ? own.model : own.history.after(travelled);
  const initialBytes = own.model.calls[0]?.memory ?? loaded.memoryBytes;
  const memoryBytes = travelled === undefined ? own.memoryBytes : (model.calls.at(-1)?.memory ?? own.memoryBytes);
  const past = travelled === undefined ? '' : `This is the heap as it was after call ${count(travelled)}.`;
  const blind = loaded.hostHeap
    ? ''
    : 'This guest does not import env.malloc. What it allocates by itself nobody outside can see, so what is shown as blocks are the stretches of its memory that are not zero.';
  heapView.show({ model, base: loaded.heapBase ?? 0, memoryBytes, initialBytes }, own.stacks, (i) => own.labelOf(i), past || blind);
  blocks.show(model, own.stacks);
}

/** @param {globalThis.File | undefined} file */
async function openFile(file) {
  if (file === undefined) return;
  await open({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, '');
}

const chooser = /** @type {HTMLInputElement} */ (byId('file'));
chooser.addEventListener('change', () => {
  void openFile(chooser.files?.[0]);
  chooser.value = '';
});
for (const kind of ['dragenter', 'dragover']) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.add('dropping');
  });
}
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) document.body.classList.remove('dropping');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('dropping');
  void openFile(event.dataTransfer?.files[0]);
});

firstModule((file, isNew) => {
  const again = session !== undefined && !isNew;
  void open(file, again ? 'The file has changed, and this is a new instance of it.' : '', again && session?.setting.standIns);
});
