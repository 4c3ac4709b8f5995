/** The page's side of the worker. */

/** @typedef {import('./protocol.js').Request} Request */
/** @typedef {import('./protocol.js').Answer} Answer */
/** @typedef {import('./protocol.js').Thrown} Thrown */

/** What a call of the guest, or its loading, was ended by. */
export class GuestStopped extends Error {
  /** @param {Thrown} thrown */
  constructor(thrown) {
    super(thrown.message);
    this.thrown = thrown;
  }
}

/** A guest in a worker of its own. */
export class GuestThread {
  #worker = startWorker();
  #onBatch;
  #nextId = 0;
  /** Why it was stopped. @type {string | undefined} */
  #stopped;
  /** @type {Map<number, { resolve: (result: any) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();

  /** @param {(batch: import('./protocol.js').Batch) => void} onBatch */
  constructor(onBatch) {
    this.#onBatch = onBatch;
    this.#worker.onmessage = (/** @type {MessageEvent<Answer>} */ { data }) => this.#take(data);
    this.#worker.onerror = (event) => this.stop(event.message || 'the script of the guest did not load');
  }

  /**
   * @param {Request} request
   * @returns {Promise<any>}
   */
  ask(request) {
    const id = this.#nextId++;
    if (this.#stopped !== undefined) return Promise.reject(stopped(this.#stopped));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, request });
    });
  }

  /**
   * Ends the guest, whatever it is doing.
   *
   * @param {string} why
   */
  stop(why) {
    this.#worker.terminate();
    this.#stopped = why;
    for (const { reject } of this.#waiting.values()) reject(stopped(why));
    this.#waiting.clear();
  }

  /** @param {Answer} answer */
  #take(answer) {
    if ('events' in answer) this.#onBatch(answer);
    else {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('thrown' in answer) waiting?.reject(new GuestStopped(answer.thrown));
      else waiting?.resolve(answer.result);
    }
  }
}

/** @param {string} message */
const stopped = (message) => new GuestStopped({ kind: 'other', message, stacks: [], stopped: true, done: 0 });

/** @type {string | undefined} */
let inlineUrl;

/**
 * The script of the worker is a file beside this one, or, in a page of a single
 * file, an element of the page.
 */
function startWorker() {
  const inline = document.getElementById('worker-script')?.textContent;
  if (!inline) return new Worker(scriptUrl(new URL('worker.js', import.meta.url).href), { type: 'module' });
  inlineUrl ??= URL.createObjectURL(new Blob([inline], { type: 'text/javascript' }));
  return new Worker(scriptUrl(inlineUrl));
}

/** @type {any} */
let policy;

/**
 * The page forbids the browser to take a text as a script or as markup; these
 * addresses are the one exception.
 *
 * @param {string} url
 * @returns {any}
 */
function scriptUrl(url) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  policy ??= types?.createPolicy('worker', { createScriptURL: (/** @type {string} */ text) => text });
  return policy?.createScriptURL(url) ?? url;
}
