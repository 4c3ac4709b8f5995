/**
 * The module that the page begins with: one inside the page, or the one that the
 * server was started with, again each time its file changes.
 *
 * @param {(file: { name: string, bytes: Uint8Array }, isNew: boolean) => void} onModule
 */
export function firstModule(onModule) {
  const inline = document.getElementById('module-bytes');
  if (inline !== null) {
    const binary = atob(inline.textContent ?? '');
    onModule({ name: inline.dataset.name ?? 'module.wasm', bytes: Uint8Array.from(binary, (c) => c.charCodeAt(0)) }, true);
    return;
  }
  // A page of a single file has no server to ask.
  if (document.getElementById('worker-script') !== null) return;
  let isNew = true;
  const changes = new EventSource('/changes');
  changes.addEventListener('module', async (event) => {
    const name = JSON.parse(event.data);
    const response = await fetch('/module.wasm');
    if (!response.ok) return;
    onModule({ name, bytes: new Uint8Array(await response.arrayBuffer()) }, isNew);
    isNew = false;
  });
}
