import { knownImport } from '../module/contract.js';
import { signatures } from '../module/signatures.js';
import { inTextFormat } from '../module/text-format.js';
import { propertyName, quoted } from './names.js';
import { exportType, importType, isBeyond } from './typescript.js';

/** @typedef {import('../module/signatures.js').Signature} Signature */
/** @typedef {import('../module/signatures.js').ImportSignature} ImportSignature */

/**
 * The text of a `.d.ts` file with the types of a module: `Exports`, and
 * `Imports`, which `options.imports` has to satisfy. What the harness offers by
 * itself is optional there.
 *
 * They are aliases of type literals and not interfaces, which TypeScript does
 * not take for the record of records that imports are.
 *
 * @param {Uint8Array} bytes a whole module
 * @param {string} fileName of the module, without its folder
 */
export function declarations(bytes, fileName) {
  const { imports, exports } = signatures(bytes, fileName);
  return `// The types of ${quoted(fileName)}, written by \`wasm-by-hand types\`: when the module changes, write them anew.
//
//   import type { Exports, Imports } from ${quoted(`./${fileName}.d.ts`)};
//   const guest = await instantiate<Exports>(${quoted(fileName)}, { imports: {} satisfies Imports });

/** What the module exports: \`guest.exports\`. */
export type Exports = ${literal(exports.map(exported))};

/** What the module imports: \`options.imports\`. What may be left out, the harness offers. */
export type Imports = ${literal(importedModules(imports))};
`;
}

/** @param {import('../module/signatures.js').ExportSignature} signature */
function exported(signature) {
  return `${doc([signature])}readonly ${propertyName(signature.name)}: ${exportType(signature)};`;
}

/** @param {ImportSignature[]} imports */
function importedModules(imports) {
  // The harness makes one memory: the first that is asked for.
  const memory = imports.find(({ kind }) => kind === 'memory');
  /** @param {ImportSignature} entry */
  const offered = (entry) =>
    entry === memory || (entry.kind === 'function' && knownImport(entry.module, entry.name) !== undefined);
  return grouped(imports, ({ module }) => module).map(([module, entries]) => {
    const members = grouped(entries, ({ name }) => name).map(([name, same]) => {
      const types = [...new Set(same.map(importType))];
      // A name may be asked for twice with different types: the value has to be all of them.
      const type = types.length === 1 ? types[0] : types.map((one) => `(${one})`).join(' & ');
      return `${doc(same)}${propertyName(name)}${same.every(offered) ? '?' : ''}: ${type};`;
    });
    return `${propertyName(module)}${entries.every(offered) ? '?' : ''}: ${literal(members)};`;
  });
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @returns {[string, T[]][]} in the order of the first of each
 */
function grouped(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups];
}

/** A comment with the signatures in the text format of WebAssembly. @param {Signature[]} signatures */
function doc(signatures) {
  const texts = new Set(
    signatures.map((signature) => {
      const beyond = signature.kind === 'function' && isBeyond(signature);
      return `\`${inTextFormat(signature)}\`${beyond ? ', which JavaScript cannot call' : ''}`;
    }),
  );
  return `/** ${[...texts].join(' and ')} */\n`;
}

/** @param {string[]} members */
function literal(members) {
  if (members.length === 0) return '{}';
  return `{\n${members.join('\n').replace(/^/gm, '  ')}\n}`;
}
