import { instantiateSync } from '../src/core/index.js';
import { wasi } from '../src/wasi/wasi.js';

/**
 * Runs a program over the part `wasi`, as the cases of WASI have it.
 *
 * @type {import('./wasi-script.js').Run}
 */
export function inMemory(bytes, args, { files = {}, readOnly = [], env = {}, stdin = '' } = {}) {
  /** @type {Record<'stdout' | 'stderr', Uint8Array[]>} */
  const chunks = { stdout: [], stderr: [] };
  const part = wasi({
    ...{ args, files, readOnly, env, stdin },
    stdout: (chunk) => void chunks.stdout.push(chunk),
    stderr: (chunk) => void chunks.stderr.push(chunk),
  });
  const guest = /** @type {any} */ (instantiateSync(new Uint8Array(bytes), { parts: [part] }));
  let code = 134;
  try {
    code = guest.wasi.start();
  } catch (error) {
    const { code, message } = /** @type {{ code?: string, message: string }} */ (error);
    if (!code?.startsWith('ERR_')) throw error;
    chunks.stderr.push(new TextEncoder().encode(message));
  }
  return { code, stdout: joined(chunks.stdout), stderr: joined(chunks.stderr), files: guest.wasi.files };
}

/** @param {Uint8Array[]} chunks */
export function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
