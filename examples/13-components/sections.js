// Takes a component apart.

/** The id of a section that is a module. */
export const CORE_MODULE = 1;

// #region sections
/** Each section: its id, and what is in it. They come in any order, and as often as needed. */
export function* sections(bytes) {
  for (let at = 8; at < bytes.length;) {
    const id = bytes[at++];
    let size = 0;
    // LEB128: seven bits a byte, the lowest first, and the eighth bit says that more follow.
    for (let shift = 0, byte = 0x80; byte & 0x80; shift += 7) size |= ((byte = bytes[at++]) & 0x7f) << shift;
    yield { id, content: bytes.subarray(at, (at += size)) };
  }
}
// #endregion sections
