import { skipConstantExpression } from './constant-expression.js';
import { readFuncTypes } from './func-types.js';
import { readLimits } from './limits.js';
import { readNames } from './names.js';
import { readSections, readVector } from './sections.js';
import { readValueType, referenceTypeOf } from './value-type.js';

/** @typedef {import('../byte-reader.js').ByteReader} ByteReader */
/** @typedef {import('./limits.js').Limits} Limits */
/** @typedef {import('./value-type.js').ValueType} ValueType */

/** A parameter; its name is there if the name section has one. @typedef {{ type: ValueType, name?: string }} Param */
/** @typedef {{ kind: 'function', params: Param[], results: ValueType[] }} FunctionSignature */

/**
 * The type of an import or an export, with the kinds of the JavaScript API.
 *
 * @typedef {FunctionSignature
 *   | { kind: 'table', type: ValueType, limits: Limits }
 *   | { kind: 'memory', limits: Limits }
 *   | { kind: 'global', type: ValueType, mutable: boolean }
 *   | { kind: 'tag', params: Param[] }} Signature
 */

/** @typedef {{ module: string, name: string } & Signature} ImportSignature */
/** @typedef {{ name: string } & Signature} ExportSignature */
/** @typedef {{ imports: ImportSignature[], exports: ExportSignature[] }} Signatures */

const KINDS = /** @type {const} */ (['function', 'table', 'memory', 'global', 'tag']);
const TABLE_WITH_VALUE = 0x40;

/**
 * What a module imports and exports, in its own order, with types and the names
 * of parameters. The JavaScript API tells only names and kinds.
 *
 * @param {Uint8Array} bytes a whole module
 * @param {string} [moduleName] what error texts call the module
 * @returns {Signatures}
 */
export function signatures(bytes, moduleName = 'the module') {
  const sections = readSections(bytes, moduleName);
  const types = readFuncTypes(sections);
  const names = readNames(sections);

  /** The index spaces: imports come first. @type {{ [K in typeof KINDS[number]]: Signature[] }} */
  const spaces = { function: [], table: [], memory: [], global: [], tag: [] };
  /** @param {Signature} signature */
  const add = (signature) => void spaces[signature.kind].push(signature);

  /**
   * @param {ByteReader} reader
   * @returns {Signature}
   */
  const readFunction = (reader) => {
    const { params, results } = funcTypeAt(reader, types);
    const locals = names.locals.get(spaces.function.length);
    return { kind: 'function', params: params.map((type, i) => named(type, locals?.get(i))), results };
  };
  /** @type {{ [K in typeof KINDS[number]]: (reader: ByteReader) => Signature }} */
  const readers = {
    function: readFunction,
    table: readTable,
    memory: (reader) => ({ kind: 'memory', limits: readLimits(reader, 'memory') }),
    global: readGlobal,
    tag: (reader) => {
      reader.byte('the attribute of a tag');
      return { kind: 'tag', params: funcTypeAt(reader, types).params.map((type) => ({ type })) };
    },
  };

  const imports = readVector(sections, 'import', (section) => {
    const module = section.name('the module name of an import');
    const name = section.name('the name of an import');
    const signature = readers[readKind(section, 'import')](section);
    add(signature);
    return { module, name, ...signature };
  });
  readVector(sections, 'function', (section) => add(readFunction(section)));
  readVector(sections, 'table', (section) => add(readDefinedTable(section)));
  readVector(sections, 'memory', (section) => add(readers.memory(section)));
  readVector(sections, 'tag', (section) => add(readers.tag(section)));
  readVector(sections, 'global', (section) => {
    add(readGlobal(section));
    skipConstantExpression(section);
  });

  const taken = new Set();
  const exports = readVector(sections, 'export', (section) => {
    const name = section.name('the name of an export');
    const kind = readKind(section, 'export');
    const index = section.unsigned('the index of an export');
    if (taken.has(name)) section.fail(`two exports are named ${JSON.stringify(name)}`);
    taken.add(name);
    const signature = spaces[kind][index] ?? section.fail(`there is no ${kind} ${index}`);
    return { name, ...signature };
  });
  return { imports, exports };
}

/**
 * @param {ByteReader} reader
 * @param {'import' | 'export'} what
 */
function readKind(reader, what) {
  const kind = reader.byte(`the kind of an ${what}`);
  return KINDS[kind] ?? reader.fail(`${kind} is not a kind of ${what}`);
}

/**
 * @param {ByteReader} reader
 * @param {ReturnType<typeof readFuncTypes>} types
 */
function funcTypeAt(reader, types) {
  const index = reader.unsigned('a type index');
  return types[index] ?? reader.fail(`there is no function type ${index}`);
}

/**
 * @param {ValueType} type
 * @param {string | undefined} name
 * @returns {Param}
 */
const named = (type, name) => (name === undefined ? { type } : { type, name });

/**
 * @param {ByteReader} reader
 * @returns {Signature}
 */
function readTable(reader) {
  const type = referenceTypeOf(reader.byte('the type of a table'), reader);
  return { kind: 'table', type, limits: readLimits(reader, 'table') };
}

/** A table of the module's own, which may state what it is filled with. @param {ByteReader} reader */
function readDefinedTable(reader) {
  const first = reader.byte('the type of a table');
  if (first !== TABLE_WITH_VALUE) {
    const type = referenceTypeOf(first, reader);
    return /** @type {Signature} */ ({ kind: 'table', type, limits: readLimits(reader, 'table') });
  }
  reader.byte('a reserved byte');
  const table = readTable(reader);
  skipConstantExpression(reader);
  return table;
}

/**
 * @param {ByteReader} reader
 * @returns {Signature}
 */
function readGlobal(reader) {
  const type = readValueType(reader);
  const mutability = reader.byte('the mutability of a global');
  if (mutability > 1) reader.fail(`${mutability} is not a mutability`);
  return { kind: 'global', type, mutable: mutability === 1 };
}
