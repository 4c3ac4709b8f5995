/**
 * A whole host in one function, for who counts bytes: memory, heap, text,
 * handles, panics and exports that can be called again after a reset. The parts
 * of the core do more, and cost twice as much when all of them are wanted; here
 * they share variables, which minifiers shorten, where parts meet in properties,
 * which they cannot. What the engine checks is not checked again.
 *
 * @module
 */

/**
 * @typedef {object} SmallText text to and from the guest, as UTF-8
 * @property {(ptr: number, len: number) => string} read bytes that are no text are an error
 * @property {(text: string) => Placed} write puts text into a block of its own: `release` it, unless the guest takes it over
 * @property {<R>(text: string, use: (ptr: number, len: number) => R) => R} with has it in memory for as long as `use` runs
 * @property {(placed: Placed) => void} release
 */
/**
 * @typedef {object} SmallHandles objects of the host, each under a number that the guest keeps in its place. No number is
 *   given out twice, and those after 2,147,483,647 are refused
 * @property {(object: unknown) => number} add
 * @property {(handle: number) => any} get
 * @property {(handle: number) => void} drop
 */
/**
 * @template [Exports=Record<string, any>] of a file that `wasm-by-hand types` wrote
 * @typedef {object} SmallGuest
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Memory} memory the one it imports
 * @property {Exports} exports
 * @property {any} trapped what ended it: after anything was thrown out of an export, further calls are refused
 * @property {SmallText} text
 * @property {SmallHandles} handles
 * @property {() => SmallGuest<Exports>} reset a fresh instance and memory of the same module, for all that was taken from the guest before
 */
/** @typedef {import('./place.js').Placed} Placed */
/** @typedef {import('./guest.js').ModuleBytes} ModuleBytes */

/** @type {(code: string, ...details: any[]) => never} */
const fail = (code, ...details) => {
  throw Object.assign(Error(code + ' ' + details), { code });
};

/**
 * Compiles and instantiates a module that imports its memory.
 *
 * @template [Exports=Record<string, any>]
 * @param {ModuleBytes | Response | Promise<ModuleBytes | Response>} source
 * @param {{ imports?: Record<string, Record<string, any>> }} [options] its imports win, name by name
 * @returns {Promise<SmallGuest<Exports>>}
 */
export const instantiate = async (source, { imports: given } = {}) => {
  const found = /** @type {any} */ (await source);
  const bytes = new Uint8Array((await found.arrayBuffer?.()) ?? found);
  const module = await WebAssembly.compile(bytes);

  /** No names but those of exports, one of which may be `constructor`. @type {any} */
  const exports = { __proto__: null };
  /** @type {WebAssembly.Memory} */
  let memory;
  /** The end of what was given out. @type {number} */
  let top;
  /** The end of the pages that it is in. @type {number} */
  let limit;
  /** The last block, which alone can be freed. @type {number} */
  let last;
  let handle = 0;
  /** @type {Record<number, unknown>} */
  let objects;

  /** For use at once, as memory may grow in any call. @type {(ptr: number, len: number) => Uint8Array} */
  const view = (ptr, len) => {
    try {
      return new Uint8Array(memory.buffer, ptr >>> 0, len >>> 0);
    } catch {
      return fail('ERR_OUT_OF_BOUNDS', ptr, len);
    }
  };

  // Decoders take no memory that is shared between threads, but a copy.
  /** @type {SmallText['read']} */
  const read = (ptr, len) => new TextDecoder(undefined, { fatal: true, ignoreBOM: true }).decode(view(ptr, len).slice());
  /** @type {SmallText['write']} */
  const write = (text) => {
    const bytes = new TextEncoder().encode(text);
    const len = bytes.length;
    const ptr = env.malloc(len) || fail('ERR_GUEST_OUT_OF_MEMORY', len);
    view(ptr, len).set(bytes);
    return { ptr, len };
  };
  /** @type {SmallHandles['get']} */
  const get = (handle) => (handle in objects ? objects[handle] : fail('ERR_STALE_HANDLE', handle));
  /** @type {any} */
  const env = {
    // A pointer that rises, in pages that it grows itself: so the guest need not
    // say where its own data ends.
    malloc(/** @type {number} */ size) {
      const ptr = Math.ceil(top / 16) * 16;
      size = size >>> 0 || 1;
      // One past the end of a block is to be an address, at the end of the 4 GiB too.
      if (limit >= ptr + size + 16) {
        top = ptr + size;
        return (last = ptr);
      }
      try {
        const pages = Math.ceil((size + 32) / 65536);
        const start = memory.grow(pages) * 65536;
        // Otherwise they go on where the last ones end.
        if (start - limit) top = start || 16;
        limit = start + pages * 65536;
      } catch {
        return 0;
      }
      return env.malloc(size);
    },
    free(/** @type {number} */ ptr) {
      if (ptr >>> 0 === last) top = last;
    },
    realloc(/** @type {number} */ ptr, /** @type {number} */ size) {
      const old = top;
      env.free(ptr);
      const to = env.malloc(size);
      // How large the old block was is not known; it lies below, so memory is long enough.
      if (to) view(to, size).set(view(ptr, size));
      else top = old;
      return to;
    },
    handle_drop(/** @type {number} */ handle) {
      get(handle);
      delete objects[handle];
    },
    /** @type {(ptr: number, len: number, file: number, fileLen: number, line: number, column: number) => never} */
    panic(ptr, len, file, fileLen, line, column) {
      throw Object.assign(Error(read(ptr, len)), { file: read(file, fileLen), line, column, name: 'GuestPanic' });
    },
    ...given?.env,
  };

  const guest = /** @type {any} */ ({
    module,
    exports,
    text: /** @type {SmallText} */ ({
      read,
      write,
      with(text, use) {
        const { ptr, len } = write(text);
        try {
          return use(ptr, len);
        } finally {
          env.free(ptr);
        }
      },
      release: ({ ptr }) => env.free(ptr),
    }),
    handles: /** @type {SmallHandles} */ ({ get, drop: env.handle_drop, add: (object) => ((objects[++handle] = object), handle) }),
    reset() {
      top = limit = last = 0;
      objects = {};
      const imports = /** @type {any} */ ({ __proto__: null });
      for (const name in given) imports[name] = { ...given[name] };
      imports.env = { ...env };
      // The memory has the limits that the import section states (specification,
      // section 5.5.5), which the JavaScript API does not tell.
      let at = 8;
      /** @type {() => number} An unsigned LEB128 integer. */
      const next = () => {
        const byte = bytes[at++];
        return byte >> 7 ? (byte % 128) + 128 * next() : byte;
      };
      const skip = () => (at = next() + at);
      while (next() - 2) skip();
      next(), next(); // the length of the section, and the number of imports
      for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        skip(), skip();
        const kind = next();
        // The type of a table or a global may go on, after `(ref null` or `(ref`.
        // A tag has a zero there.
        if (kind & 5 && (next() + 1) >> 1 === 50) next();
        const flags = next();
        // Tables and memories have limits.
        const limits = (kind + 1) & 2 && { initial: next(), maximum: flags & 1 ? next() : undefined, shared: flags > 1 };
        if (kind === 2) {
          guest.memory = memory = (imports[from] ??= {})[name] ??= new WebAssembly.Memory(/** @type {any} */ (limits));
        }
      }

      const { exports: callees } = new WebAssembly.Instance(module, imports);
      guest.trapped = undefined;
      for (const name in callees) {
        const callee = /** @type {any} */ (callees[name]);
        if (callee.call) (exports[name] ??= caller(callee.length)).to = callee;
        else exports[name] = callee;
      }
      return guest;
    },
  });

  /** A function that calls its own property `to`. @param {number} arity */
  const caller = (arity) => {
    // What was thrown out of an export leaves the guest as it was in the middle of the call.
    const end = (/** @type {unknown} */ cause) => {
      guest.trapped ??= cause;
      for (const name in exports) exports[name].to = () => fail('ERR_TRAPPED', name, guest.trapped);
      throw cause;
    };
    const args = Array.from(Array(arity), (_, i) => '$' + i);
    try {
      // A function with its own source has its own feedback in the engine, and is several times as fast.
      return Function('e', `let t=(${args})=>{try{return t.to(${args})}catch(n){e(n)}};return t`)(end);
    } catch {
      // The page has a Content Security Policy without 'unsafe-eval'.
      const call = (/** @type {unknown[]} */ ...args) => {
        try {
          return /** @type {any} */ (call).to(...args);
        } catch (cause) {
          end(cause);
        }
      };
      return call;
    }
  };
  return guest.reset();
};
