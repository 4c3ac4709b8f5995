import { errors } from '../core/error.js';
import { HarnessError } from '../harness-error.js';
import { TEXTS } from './texts.js';

/**
 * From here on an error says the thing, the cause and the next step. A detail
 * that is an error itself becomes its cause.
 */
errors.make = (code, details) => {
  const text = TEXTS[code]?.(...details) ?? `${code} ${details}`;
  const cause = details.find((detail) => detail instanceof Error);
  return new HarnessError(code, text, cause && { cause });
};
