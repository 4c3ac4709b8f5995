const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * What no parameter can be called: the reserved words of ECMAScript in strict
 * code (ECMA-262, 12.7.2), and `this`, which means something else there.
 */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield'
  ).split(' '),
);

/**
 * The name of a property in a type literal: as it is if it is an identifier of
 * ASCII, else in quotes, with what ends a line escaped.
 *
 * @param {string} name
 */
export const propertyName = (name) => (IDENTIFIER.test(name) ? name : quoted(name));

/** @param {string} text */
export const quoted = (text) =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

/**
 * Names for the parameters of one function: those given, changed as little as
 * makes them identifiers that differ, and `p0`, `p1` … where none is given.
 *
 * @param {(string | undefined)[]} given
 */
export function parameterNames(given) {
  const taken = new Set();
  return given.map((name, index) => {
    let result = (name || `p${index}`).replace(/[^\w$]/g, '_').replace(/^(?=\d)/, '_');
    while (RESERVED.has(result) || taken.has(result)) result += '_';
    taken.add(result);
    return result;
  });
}
