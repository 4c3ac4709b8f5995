import { GuestPanic } from '../core/panics.js';
import { HarnessError } from '../harness-error.js';
import { guestFrames } from '../stack/guest-frames.js';

/** @typedef {import('../stack/guest-frames.js').NameOf} NameOf */

const GO_ON = 'The guest cannot be called any more: `.reload` loads it anew.';

/**
 * What a prompt says of an error of the guest or of the harness: its message,
 * which functions of the guest were running, and how to go on. Of any other
 * error nothing, since Node says it well.
 *
 * @param {unknown} error
 * @param {NameOf} nameOf
 * @returns {string | undefined}
 */
export function errorText(error, nameOf) {
  if (error instanceof GuestPanic) return told(error, `GuestPanic: ${error.message}`, nameOf);
  if (error instanceof WebAssembly.RuntimeError) return told(error, `RuntimeError: the guest trapped: ${error.message}`, nameOf);
  if (!(error instanceof HarnessError)) return undefined;
  if (error.code === 'ERR_TRAPPED') return `HarnessError: ${error.message}\n\`.reload\` does that too, and reads the file anew.`;
  // The heap `check` says where a block was allocated and freed, in stacks that
  // are those of this prompt for the most part.
  const message = error.message.replace(/(^ +at .*\n?)+/gm, (stack) => `    in ${path(stack, nameOf) || 'the host'}\n`).trimEnd();
  return told(error, `HarnessError: ${message}`, nameOf);
}

/**
 * An error that went through functions of the guest left these in the middle.
 *
 * @param {Error} error
 * @param {string} text
 * @param {NameOf} nameOf
 */
function told({ stack = '', message }, text, nameOf) {
  // The stack begins with the message, which may have stacks in it.
  const running = path(stack.slice(stack.indexOf(message) + message.length), nameOf);
  return running === '' ? text : `${text}\n    in ${running}\n${GO_ON}`;
}

/**
 * @param {string} stack
 * @param {NameOf} nameOf
 */
const path = (stack, nameOf) => guestFrames(stack, nameOf).join(' ▸ ');

/**
 * The same of an evaluation that Ctrl-C ended.
 *
 * @param {boolean} inGuest whether a function of the guest was running
 */
export const interruptText = (inGuest) => `Error: stopped by Ctrl-C${inGuest ? ` in the middle of a call.\n${GO_ON}` : ''}`;
