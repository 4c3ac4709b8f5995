/** The heaps of the full package: those of the core, with figures and limits, and the one that checks. */
import { bump as plainBump } from './bump.js';
import { counted } from './counted.js';
import { fast as plainFast } from './fast.js';

export { check } from './check.js';
export { counted } from './counted.js';

/** {@link plainBump} */
export const bump = counted(plainBump);
/** {@link plainFast} */
export const fast = counted(plainFast);
