/**
 * What test cases claim with, in any JavaScript host: the names and the order of
 * arguments of `node:assert/strict`, of which a browser has nothing.
 */
export class AssertionError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'AssertionError';
  }
}

/**
 * @param {string} expectation
 * @param {unknown} found
 * @param {unknown} about what the caller adds
 * @returns {never}
 */
function differs(expectation, found, about) {
  throw new AssertionError(`${about === undefined ? '' : `${about}: `}expected ${expectation}, found ${show(found)}`);
}

/**
 * @param {string} message
 * @returns {never}
 */
export function fail(message) {
  throw new AssertionError(message);
}

/**
 * @param {unknown} value
 * @param {unknown} [about]
 * @returns {asserts value}
 */
export function ok(value, about) {
  if (!value) differs('something true', value, about);
}

/**
 * @param {unknown} found
 * @param {unknown} expected
 * @param {unknown} [about]
 */
export function equal(found, expected, about) {
  if (!Object.is(found, expected)) differs(show(expected), found, about);
}

/**
 * @param {unknown} found
 * @param {unknown} unwanted
 * @param {unknown} [about]
 */
export function notEqual(found, unwanted, about) {
  if (Object.is(found, unwanted)) differs(`anything but ${show(unwanted)}`, found, about);
}

/**
 * Arrays, views, and objects by their own enumerable properties; a class counts.
 *
 * @param {unknown} found
 * @param {unknown} expected
 * @param {unknown} [about]
 */
export function deepEqual(found, expected, about) {
  if (!same(found, expected)) differs(show(expected), found, about);
}

/**
 * @param {string} text
 * @param {RegExp} pattern
 * @param {unknown} [about]
 */
export function match(text, pattern, about) {
  if (typeof text !== 'string' || !pattern.test(text)) differs(`a text like ${pattern}`, text, about);
}

/** What an error has to be: a class, a pattern of its message, or some of its properties. @typedef {Function | RegExp | Record<string, unknown>} Expected */

/**
 * @param {() => unknown} body
 * @param {Expected} [expected]
 * @param {unknown} [about]
 */
export function throws(body, expected, about) {
  let returned;
  try {
    returned = body();
  } catch (error) {
    return check(error, expected, about);
  }
  return differs('an error', returned, about);
}

/**
 * @param {Promise<unknown> | (() => Promise<unknown>)} body
 * @param {Expected} [expected]
 * @param {unknown} [about]
 */
export async function rejects(body, expected, about) {
  let returned;
  try {
    returned = await (typeof body === 'function' ? body() : body);
  } catch (error) {
    return check(error, expected, about);
  }
  return differs('an error', returned, about);
}

/**
 * @param {any} error
 * @param {Expected | undefined} expected
 * @param {unknown} about
 */
function check(error, expected, about) {
  if (expected === undefined) return;
  if (typeof expected === 'function') {
    // A class, or a function that looks at the error.
    const right = expected.prototype === undefined ? expected(error) : error instanceof expected;
    if (!right) differs(`an error of ${expected.name}`, error, about);
  } else if (expected instanceof RegExp) match(String(error), expected, about);
  else {
    for (const [name, value] of Object.entries(expected)) {
      if (value instanceof RegExp) match(String(error?.[name]), value, about ?? name);
      else deepEqual(error?.[name], value, about ?? name);
    }
  }
}

/**
 * @param {any} a
 * @param {any} b
 * @returns {boolean}
 */
function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map || a instanceof Set) return same([...a], [...b]);
  // By index, since the names of a million properties are a million strings.
  if (Array.isArray(a) || ArrayBuffer.isView(a)) return listed(a, b);
  const [names, others] = [Object.keys(a), Object.keys(b)];
  return names.length === others.length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]));
}

/**
 * @param {any} a
 * @param {any} b
 */
const listed = (a, b) => a.length === b.length && [].every.call(a, (item, i) => same(item, b[i]));

/** @param {unknown} value */
function show(value) {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const plain = (/** @type {string} */ _, /** @type {unknown} */ inner) =>
    typeof inner === 'bigint' ? `${inner}n` : ArrayBuffer.isView(inner) ? `[${inner}]` : inner;
  return `${Object.getPrototypeOf(value)?.constructor.name ?? ''} ${JSON.stringify(value, plain)}`;
}
