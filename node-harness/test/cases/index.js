/** All cases that need no more than a JavaScript host. Each is run by every adapter. */
import { inMemory } from '../../test-support/memory-host.js';
import { commandsOf } from '../../../guest-wasi/test/commands.js';
import { core } from './core.js';
import { heaps } from './heap.js';
import { denialOf } from './wasi-denial.js';
import { filesOf } from './wasi-files.js';
import { part } from './wasi-part.js';
import { sharedOf } from './wasi-shared.js';
import { systemOf } from './wasi-system.js';

/** What an adapter gives a case. @typedef {{ guest(name: string): Promise<Uint8Array> }} Host */
/** @typedef {Record<string, (host: Host) => unknown>} Cases */

/** @type {Record<string, Cases>} */
export const suites = {
  'the core': core,
  heaps,
  'guest-wasi': commandsOf(inMemory),
  'WASI: the part': part,
  'WASI: the system': systemOf(inMemory),
  'WASI: files': filesOf(inMemory),
  'WASI: what is not granted': denialOf(inMemory),
  'WASI: a shared memory': sharedOf(inMemory),
};
