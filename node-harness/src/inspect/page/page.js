import { signatures } from '../../module/signatures.js';
import { argumentText } from './arguments.js';
import { blocksTable } from './blocks.js';
import { button, byId, element, shown } from './element.js';
import { exportForms } from './exports.js';
import { bytes, count, delta, duration, things } from './figures.js';
import { flame } from './flame.js';
import { GuestStopped } from './guest-thread.js';
import { heapSection } from './heap-section.js';
import { hexView } from './hex-view.js';
import { importsTable } from './imports-table.js';
import { journal, shownText, stacksOf } from './journal.js';
import { moduleInputs } from './module-inputs.js';
import { Session } from './session.js';
import { isServed } from './stand-ins.js';
import { timeline } from './timeline.js';
import { valueText } from './values.js';

/** @typedef {import('./session.js').File} File */
/** @typedef {import('./protocol.js').Loaded} Loaded */
/** @typedef {import('./exports.js').Callable} Callable */
/** @typedef {import('./protocol.js').Argument} Argument */

/** @type {Session | undefined} */
let session;

const forms = exportForms(call);
const calls = journal((ptr) => look(session?.model.blocks.get(ptr) ?? { ptr, size: 0 }));
const memory = hexView(async (ptr, len) => session?.read(ptr, len) ?? new Uint8Array());
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
 * Takes a module: from a file, from the command line, or once more.
 *
 * @param {File} file
 * @param {string} why is said when it is there
 * @param {boolean} [standIns] for imports that nobody has
 */
async function open(file, why, standIns = false) {
  const setting = { heap, standIns };
  session?.thread.stop('another module was opened');
  const own = new Session(file, setting, (lines) => {
    if (session !== own) return;
    for (const line of lines) calls.line(line);
    drawSoon();
  });
  session = own;
  running(own, false);
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
    calls.done(entry, outcome, heapAndTime, own.pointerOf(results));
    state('');
  } catch (error) {
    if (!(error instanceof GuestStopped)) throw error;
    if (session !== own) return;
    const { thrown } = error;
    own.stopped = thrown.stopped;
    forms.outcome(callee.name, calls.failed(entry, thrown));
    if (own.stopped) {
      state(`${shown(text)} ended in its middle: ${shown(thrown.message)}. What it was doing is half done; take a new instance to call it again.`, true);
      forms.disable(true);
    }
  }
  running(own, false);
  draw();
  void memory.refresh(own.memoryBytes);
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
  own.travelled = undefined;
  time.show(own.model.calls, own.initialBytes, (i) => own.labelOf(i));
  sites.show(own.stacks, own.model.sites);
  drawHeap(own);
  cost = performance.now() - started;
}

/** @param {Session} own */
function drawHeap(own) {
  const { loaded, travelled } = own;
  if (loaded === undefined) return;
  const isPast = travelled !== undefined && own.history.whole;
  const model = isPast ? own.history.after(travelled) : own.model;
  const memoryBytes = isPast ? (model.calls.at(-1)?.memory ?? own.memoryBytes) : own.memoryBytes;
  const past = isPast
    ? `This is the heap as it was after call ${count(travelled)}.`
    : travelled === undefined
      ? ''
      : 'So much has happened that the past is not kept: this is the heap as it is.';
  const blind = loaded.hostHeap
    ? ''
    : 'This guest does not import env.malloc. What it allocates by itself nobody outside can see, so what is shown as blocks are the stretches of its memory that are not zero.';
  heapView.show({ model, base: loaded.heapBase ?? 0, memoryBytes, initialBytes: own.initialBytes }, own.stacks, (i) => own.labelOf(i), past || blind);
  blocks.show(model, own.stacks);
}

moduleInputs((file, isRebuilt) => {
  if (isRebuilt) void open(file, 'The file has changed, and this is a new instance of it.', session?.setting.standIns);
  else void open(file, '');
});
