import { HarnessError } from './harness-error.js';

/**
 * The answer of a server, if it is a success.
 *
 * @param {Response} response
 * @param {string} url what errors call it
 */
export function success(response, url) {
  if (response.ok) return response;
  throw new HarnessError(
    'ERR_CANNOT_READ',
    `cannot fetch ${url}: the server answered ${response.status} ${response.statusText}. Check the address.`,
  );
}

/**
 * @param {string} url
 * @param {any} cause
 * @returns {never}
 */
export function cannotFetch(url, cause) {
  const reason = cause?.cause?.code ?? cause?.cause?.message ?? cause?.message;
  throw new HarnessError(
    'ERR_CANNOT_READ',
    `cannot fetch ${url}: ${reason}. Check that the server is up and the address is right.`,
    { cause },
  );
}
