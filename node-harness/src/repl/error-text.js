import { GuestPanic } from '../core/panics.js';
import { HarnessError } from '../harness-error.js';
import { guestFrames } from './stack.js';

const GO_ON = 'The guest cannot be called any more: `.reload` loads it anew.';

/**
 * What a prompt says of an error of the guest or of the harness: its message,
 * which functions of the guest were running, and how to go on. Of any other
 * error nothing, since Node says it well.
 *
 * @param {unknown} error
 * @param {import('./stack.js').FunctionNames} nameOf
 * @returns {string | undefined}
 */
export function errorText(error, nameOf) {
  const frames = guestFrames(error, nameOf);
  const within = frames.length === 0 ? [] : [`    in ${frames.join(' ◂ ')}`, GO_ON];
  if (error instanceof GuestPanic) return [`GuestPanic: ${error.message}`, ...within].join('\n');
  if (error instanceof WebAssembly.RuntimeError) return [`RuntimeError: the guest trapped: ${error.message}`, ...within].join('\n');
  if (!(error instanceof HarnessError)) return undefined;
  // An error of an import went through the guest, which did not come back either.
  if (error.code !== 'ERR_TRAPPED') return [`HarnessError: ${error.message}`, ...within].join('\n');
  return `HarnessError: ${error.message}\n\`.reload\` does that too, and reads the file anew.`;
}

/**
 * The same of an evaluation that Ctrl-C ended.
 *
 * @param {boolean} inGuest whether a function of the guest was running
 */
export const interruptText = (inGuest) => `Error: stopped by Ctrl-C${inGuest ? ` in the middle of a call.\n${GO_ON}` : ''}`;
