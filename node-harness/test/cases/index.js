/** All cases that need no more than a JavaScript host. Each is run by every adapter. */
import { commandsOf } from '../../../guest-wasi/test/commands.js';
import { inMemory } from '../../test-support/memory-host.js';
import { suites } from '../../test-support/suites.js';
import { core } from './core.js';
import './first-fit.js';
import './growth.js';
import './heap-contract.js';
import './heap-fast.js';
import './heap-model.js';
import { heaps } from './heap.js';
import './hexdump.js';
import './instantiate.js';
import './memory.js';
import './module-imports.js';
import './panic.js';
import './reset.js';
import { small } from './small.js';
import './surrogates.js';
import './text.js';
import { denialOf } from './wasi-denial.js';
import { filesOf } from './wasi-files.js';
import { part } from './wasi-part.js';
import { sharedOf } from './wasi-shared.js';
import { systemOf } from './wasi-system.js';

Object.assign(suites, {
  'the core': core,
  heaps,
  'the core in one function': small,
  'guest-wasi': commandsOf(inMemory),
  'WASI: the part': part,
  'WASI: the system': systemOf(inMemory),
  'WASI: files': filesOf(inMemory),
  'WASI: what is not granted': denialOf(inMemory),
  'WASI: a shared memory': sharedOf(inMemory),
});

export { suites };
