import { HarnessError } from './core/error.js';

// Not in the core, where it would cost bytes.
HarnessError.prototype.name = 'HarnessError';

export { HarnessError };
