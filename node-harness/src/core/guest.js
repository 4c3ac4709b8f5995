/**
 * What a guest is, and what a part is: types only.
 *
 * @module
 */

/** What a host gives a guest: module name → name → value. @typedef {Record<string, Record<string, any>>} Imports */

/** The bytes of a module. @typedef {ArrayBuffer | Uint8Array} ModuleBytes */

/** What a module comes from: the answer of a server will do. @typedef {ModuleBytes | WebAssembly.Module | Response} Source */

/**
 * A part of a host. It is called before each instantiation, with the guest as it
 * is so far and what it will import, and puts its own functions where the user
 * gave none (`imports.env.malloc ??= …`). What it returns, if anything, is
 * called when the guest is instantiated and has its exports. The type of `guest`
 * is what the part adds to it.
 *
 * @typedef {(guest: any, imports: Imports, options: any) => (() => void) | void} Part
 */

/**
 * What parts add to a guest.
 *
 * @template {readonly Part[]} P
 * @typedef {[P[number]] extends [never] ? {} : [P[number]] extends [(guest: infer G, ...rest: any) => any] ? G : {}} Added
 */

/**
 * Imports of the user's win over what the parts offer, name by name; parts are
 * called in their order, and have options of their own.
 *
 * @template {readonly Part[]} [P=readonly Part[]]
 * @typedef {{ imports?: Record<string, Record<string, any> | undefined>, parts?: P, [option: string]: any }} CoreOptions
 */

/**
 * A guest as the core makes it; parts add to it.
 *
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @typedef {object} CoreGuest
 * @property {WebAssembly.Module} module
 * @property {ModuleBytes} [source] the bytes of the module, unless it was given compiled
 * @property {WebAssembly.Instance} instance
 * @property {WebAssembly.Memory} memory the one it imports
 * @property {Exports} exports the functions end the guest when they trap
 * @property {any} trapped what ended it; undefined while it can be called
 * @property {() => CoreGuest<Exports>} reset a fresh instance and memory of the same module; the parts are run again
 */

export {};
