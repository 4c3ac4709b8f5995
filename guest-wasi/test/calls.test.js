// Each call of preview 1 under the two hosts that answer alike: the runner, which
// is the reference, and the part `wasi` of node-harness. node:wasi has answers of
// its own.
import { describe, test } from 'node:test';

import { denialOf } from '../../node-harness/test/cases/wasi-denial.js';
import { filesOf } from '../../node-harness/test/cases/wasi-files.js';
import { systemOf } from '../../node-harness/test/cases/wasi-system.js';
import { hosts } from './hosts.js';

for (const name of ['the part wasi', 'wasmtime-runner'].filter((name) => name in hosts)) {
  describe(name, () => {
    const cases = { ...systemOf(hosts[name]), ...filesOf(hosts[name]), ...denialOf(hosts[name]) };
    for (const [title, body] of Object.entries(cases)) test(title, body);
  });
}
