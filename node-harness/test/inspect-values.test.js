import assert from 'node:assert/strict';
import { test } from 'node:test';

import { argumentText, likelyKind, mayBePair, parseArgument, parsePair } from '../src/inspect/page/arguments.js';
import { parseValue, valueText } from '../src/inspect/page/values.js';

/** @type {(type: string, text: string) => unknown} */
const value = (type, text) => {
  const parsed = parseValue(type, text);
  return 'value' in parsed ? parsed.value : assert.fail(`${type} ${text}: ${parsed.fault}`);
};

test('an i32 is typed signed, unsigned, in hexadecimal or with spaces around it', () => {
  for (const [text, wanted] of /** @type {const} */ ([
    ['0', 0], [' 42 ', 42], ['-2147483648', -(2 ** 31)], ['4294967295', -1], ['0xffffffff', -1], ['1_000', 1000], ['+7', 7], ['-0x10', -16],
  ])) {
    assert.equal(value('i32', text), wanted, text);
  }
});

test('an i64 is a BigInt over its whole range', () => {
  for (const [text, wanted] of /** @type {const} */ ([
    ['0', 0n], ['-9223372036854775808', -(2n ** 63n)], ['18446744073709551615', 2n ** 64n - 1n], ['9007199254740993', 9007199254740993n], ['12n', 12n],
  ])) {
    assert.equal(value('i64', text), wanted, text);
  }
});

test('floats may be infinite, none, or in hexadecimal', () => {
  assert.ok(Number.isNaN(value('f64', 'NaN')));
  assert.equal(value('f64', '-inf'), -Infinity);
  assert.equal(value('f32', 'Infinity'), Infinity);
  assert.equal(value('f64', '-1.5e3'), -1500);
  assert.equal(value('f64', '.5'), 0.5);
  assert.equal(value('f64', '0x10'), 16);
});

test('what is no value of the type says what would be one', () => {
  for (const [type, text, fault] of /** @type {const} */ ([
    ['i32', '1.5', /whole number from −2147483648 to 4294967295/],
    ['i32', '4294967296', /whole number/],
    ['i32', '-2147483649', /whole number/],
    ['i32', 'one', /whole number/],
    ['i64', '18446744073709551616', /−2⁶³ to 2⁶⁴−1/],
    ['f64', '1,5', /a number/],
    ['f64', '1n', /a number/],
    ['any', '1.5n', /an n behind it/],
    ['funcref', 'foo', /only null/],
  ])) {
    const parsed = parseValue(type, text);
    assert.ok('fault' in parsed, `${type} ${text}`);
    assert.match(parsed.fault, fault);
  }
});

test('references: an externref is the text, and of all others there is null', () => {
  assert.equal(value('externref', 'a text'), 'a text');
  assert.equal(value('funcref', 'null'), null);
  assert.equal(value('(ref null 3)', ''), null);
});

test('nothing typed is 0 where a number is wanted', () => {
  for (const type of ['i32', 'f32', 'f64']) assert.deepEqual(parseArgument({ type }, ' '), { argument: { value: 0 } });
  assert.deepEqual(parseArgument({ type: 'i64' }, ''), { argument: { value: 0n } });
  assert.deepEqual(parseArgument({ type: 'externref' }, ''), { argument: { value: '' } });
});

test('a result is shown with its bits when they may be an address', () => {
  assert.equal(valueText('i32', 1048864), '1048864 (0x100120)');
  assert.equal(valueText('i32', -1), '-1 (0xffffffff)');
  assert.equal(valueText('i32', 3), '3');
  assert.equal(valueText('i64', -1n), '-1 (0xffffffffffffffff)');
  assert.equal(valueText('f64', -0), '-0');
  assert.equal(valueText('f64', 1.5), '1.5');
  assert.equal(valueText('externref', 'x'), '"x"');
  assert.equal(valueText('funcref', null), 'null');
});

test('two i32 beside each other may be the place and the length of something', () => {
  const params = [{ type: 'i32', name: 'ptr' }, { type: 'i32', name: 'len' }, { type: 'i64' }, { type: 'i32' }];
  assert.deepEqual(params.map((_, i) => mayBePair(params, i)), [true, false, false, false]);
  assert.equal(likelyKind(params, 0), 'text');
  assert.equal(likelyKind([{ type: 'i32' }, { type: 'i32' }], 0), 'numbers');
});

test('texts, bytes and numbers are written, and their length counts items', () => {
  assert.deepEqual(parsePair('text', 'Ä '), { argument: { text: 'Ä ' } });
  assert.deepEqual(parsePair('bytes', '00 ff 0x2a'), { argument: { bytes: Uint8Array.of(0, 255, 42), count: 3 } });
  assert.deepEqual(parsePair('bytes', ''), { argument: { bytes: new Uint8Array(), count: 0 } });
  assert.deepEqual(parsePair('i32s', '1, -1'), { argument: { bytes: Uint8Array.of(1, 0, 0, 0, 255, 255, 255, 255), count: 2 } });
  const floats = parsePair('f64s', '1.5');
  assert.deepEqual(floats, { argument: { bytes: new Uint8Array(Float64Array.of(1.5).buffer), count: 1 } });
  assert.match(/** @type {{ fault: string }} */ (parsePair('bytes', 'f')).fault, /two hexadecimal digits/);
  assert.match(/** @type {{ fault: string }} */ (parsePair('f64s', '1 x')).fault, /each a number/);
});

test('a call is written down as it was typed, long texts cut short', () => {
  assert.equal(argumentText({ value: 7 }), '7');
  assert.equal(argumentText({ value: 7n }), '7n');
  assert.equal(argumentText({ value: 'x' }), '"x"');
  assert.equal(argumentText({ text: 'a"b' }), '"a\\"b"');
  assert.equal(argumentText({ bytes: new Uint8Array(16), count: 2 }), '[2 items, 16 B]');
  assert.equal(argumentText({ text: 'x'.repeat(1000) }).length, 61);
});
