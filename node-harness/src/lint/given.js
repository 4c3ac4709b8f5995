/** @typedef {import('../core/guest.js').Imports} Imports */

/** What every object has under this name: no import. @param {string} name */
export const inherited = (name) => Object.getOwnPropertyDescriptor(Object.prototype, name)?.value;

/**
 * What a user gives of that which a module imports. A namespace may be an
 * instance of a class, a Proxy or a module: names that it inherits count, but
 * not those of Object.prototype.
 *
 * @param {WebAssembly.Module} module
 * @param {Imports} given
 * @returns {Imports}
 */
export function givenImports(module, given) {
  /** @type {Imports} */
  const found = Object.create(null);
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const value = Object.hasOwn(given, from) ? given[from]?.[name] : undefined;
    if (value === undefined || value === null || value === inherited(name)) continue;
    (found[from] ??= Object.create(null))[name] = value;
  }
  return found;
}
