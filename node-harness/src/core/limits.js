/**
 * The limits that a module states for the memory it imports, read from its
 * import section: the JavaScript API tells that a memory is imported, but not
 * its limits, and instantiation fails unless the memory given has limits that
 * match. The engine has accepted the module already, so nothing is checked here.
 *
 * Format: WebAssembly specification, section 5.5.5 "Import Section".
 *
 * @param {Uint8Array} bytes a valid module that imports a memory
 * @returns {WebAssembly.MemoryDescriptor}
 */
export function limits(bytes) {
  let at = 8;
  /** An unsigned LEB128 integer, as nearly all here is: kinds, flags and types are below 128. @returns {number} */
  const next = () => {
    const byte = bytes[at++];
    return byte > 127 ? byte - 128 + 128 * next() : byte;
  };
  const skip = () => (at = next() + at);

  while (next() !== 2) skip();
  next(); // the length of the section
  next(); // the number of imports
  for (;;) {
    skip(); // the module name
    skip(); // the name
    const kind = next();
    // A table and a global begin with a type, and `(ref null ht)` and `(ref ht)`
    // go on with a heap type.
    if (kind & 1 && (next() + 1) >> 1 === 50) next();
    const flags = next(); // of a function it is the type, of a global the mutability, of a tag the attribute
    if (kind > 3) next();
    else if (kind % 3) {
      const initial = next();
      const maximum = flags & 1 ? next() : undefined;
      if (kind > 1) return { initial, maximum, shared: flags > 1 };
    }
  }
}
