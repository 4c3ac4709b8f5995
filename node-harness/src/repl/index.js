/** What opens a prompt, for the command line and for repl.cjs. */
export { DEFAULT_GUEST, banner } from './at-hand.js';
export { equip } from './equip.js';
export { Session } from './session.js';
