import { byId } from './element.js';

/** @typedef {import('./session.js').File} File */

/**
 * All the ways in which a module comes to the page: it is chosen or dropped, is
 * in the page, or is the one that the server was started with, again each time
 * its file changes.
 *
 * @param {(file: File, isRebuilt: boolean) => void} onModule
 */
export function moduleInputs(onModule) {
  /** @param {globalThis.File | undefined} file */
  const take = async (file) => {
    if (file !== undefined) onModule({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }, false);
  };
  const chooser = /** @type {HTMLInputElement} */ (byId('file'));
  chooser.addEventListener('change', () => {
    void take(chooser.files?.[0]);
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
    void take(event.dataTransfer?.files[0]);
  });

  const inline = document.getElementById('module-bytes');
  if (inline !== null) {
    const bytes = Uint8Array.from(atob(inline.textContent ?? ''), (c) => c.charCodeAt(0));
    onModule({ name: inline.dataset.name ?? 'module.wasm', bytes }, false);
  }
  // A page of a single file has no server to ask.
  if (document.getElementById('worker-script') === null) listen(onModule);
}

/** @param {(file: File, isRebuilt: boolean) => void} onModule */
function listen(onModule) {
  /** @type {Uint8Array | undefined} */
  let last;
  new EventSource('/changes').addEventListener('module', async (event) => {
    const response = await fetch('/module.wasm');
    // The file is gone for now: it is about to be written.
    if (!response.ok) return;
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server that was started anew tells of its module too.
    if (bytes.length === last?.length && bytes.every((byte, i) => byte === last?.[i])) return;
    onModule({ name: JSON.parse(event.data), bytes }, last !== undefined);
    last = bytes;
  });
}
