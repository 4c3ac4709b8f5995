import { tell, timing } from './about.js';
import { FD_READ, FD_WRITE, OpenFile, OpenFolder } from './descriptors.js';
import { BUSY, EXIST, INVAL, ISDIR, LOOP, NOENT, NOTDIR, NOTEMPTY, NOTSUP, PERM, refuse, within } from './errno.js';
import { MOST_FDFLAGS, SYNCS } from './files.js';
import { File, Folder, Symlink } from './nodes.js';
import { find, place, walk, withoutSlashes } from './walk.js';

/** @typedef {import('./nodes.js').Node} Node */
/** @typedef {import('./walk.js').Place} Place */

const FOLLOW = 1;

/** `oflags`. */
const CREAT = 1;
const DIRECTORY = 2;
const EXCL = 4;
const TRUNC = 8;
const MOST_OFLAGS = 15;

/** Everything by its name. @param {import('./system.js').System} system */
export function pathCalls({ memory, descriptors, clock }) {
  /**
   * A folder that may be written to.
   *
   * @param {OpenFolder} folder
   */
  const writable = ({ node, readOnly }) => (readOnly ? refuse(PERM) : node);

  /** @param {Folder} folder */
  const changed = (folder) => (folder.mtim = folder.ctim = clock.realtime());

  /**
   * @param {Place} place where nothing is
   * @param {Node} node
   */
  function put({ folder, name }, node) {
    folder.entries.set(name, node);
    changed(folder);
  }

  /**
   * @param {Place} place
   * @param {Node} node that is there
   */
  function take({ folder, name }, node) {
    folder.entries.delete(name);
    node.links -= 1;
    changed(folder);
  }

  return {
    /**
     * @param {number} fd
     * @param {number} dirflags
     * @param {number} ptr
     * @param {number} len
     * @param {number} oflags
     * @param {bigint} rights
     * @param {bigint} _inheriting
     * @param {number} fdflags
     * @param {number} opened
     */
    path_open(fd, dirflags, ptr, len, oflags, rights, _inheriting, fdflags, opened) {
      const path = memory.text(ptr, len);
      within(dirflags, FOLLOW);
      within(oflags, MOST_OFLAGS);
      within(fdflags, MOST_FDFLAGS);
      const above = descriptors.get(fd);
      if (above instanceof OpenFile) refuse(NOTDIR);
      const { node: base, readOnly } = descriptors.folder(fd);
      if (fdflags & SYNCS) refuse(NOTSUP);
      if (oflags & DIRECTORY && oflags & (CREAT | EXCL | TRUNC)) refuse(INVAL);
      const creates = (oflags & CREAT) !== 0;
      const writes = (rights & FD_WRITE) !== 0n || creates || (oflags & TRUNC) !== 0;
      if (readOnly && writes) refuse(PERM);

      const exclusive = creates && (oflags & EXCL) !== 0;
      // A link is not followed to make what it names, if that is to be new, or a
      // folder.
      const file = creates ? withoutSlashes(path) : path;
      const found = walk(base, file, dirflags === FOLLOW && !exclusive && file === path);
      if (file !== path && found.name !== '.') refuse(ISDIR);
      let { node } = found;
      if (node && exclusive) refuse(EXIST);
      if (node === undefined) {
        if (!creates) return refuse(NOENT);
        if (found.slash) refuse(ISDIR);
        put(found, (node = new File(clock.realtime())));
      }
      if (node instanceof Folder) {
        if (writes) refuse(ISDIR);
        return memory.setU32(opened, descriptors.add(new OpenFolder(node, readOnly)));
      }
      if (found.slash) refuse(NOTDIR);
      if (node instanceof Symlink) return refuse(LOOP);
      if (oflags & TRUNC) node.resize(0);
      if (oflags & DIRECTORY) refuse(NOTDIR);
      const readable = (rights & FD_READ) !== 0n || (rights & FD_WRITE) === 0n;
      memory.setU32(opened, descriptors.add(new OpenFile(node, { readable, writable: writes, readOnly, flags: fdflags })));
    },
    /**
     * @param {number} fd
     * @param {number} ptr
     * @param {number} len
     */
    path_create_directory(fd, ptr, len) {
      const folder = descriptors.folder(fd);
      const path = memory.text(ptr, len);
      const made = place(writable(folder), withoutSlashes(path));
      if (made.node) refuse(EXIST);
      put(made, new Folder(clock.realtime()));
    },
    /**
     * @param {number} fd
     * @param {number} ptr
     * @param {number} len
     */
    path_remove_directory(fd, ptr, len) {
      const folder = descriptors.folder(fd);
      const path = memory.text(ptr, len);
      const found = place(writable(folder), path);
      const { name, node } = found;
      if (name === '.') refuse(INVAL);
      if (!(node instanceof Folder)) return refuse(node ? NOTDIR : NOENT);
      if (node.entries.size > 0) refuse(NOTEMPTY);
      take(found, node);
    },
    /**
     * @param {number} fd
     * @param {number} ptr
     * @param {number} len
     */
    path_unlink_file(fd, ptr, len) {
      const folder = descriptors.folder(fd);
      const path = memory.text(ptr, len);
      const found = place(writable(folder), path);
      if (found.node instanceof Folder) refuse(ISDIR);
      take(found, found.node ?? refuse(NOENT));
    },
    /**
     * @param {number} fd
     * @param {number} flags
     * @param {number} ptr
     * @param {number} len
     * @param {number} stat
     */
    path_filestat_get(fd, flags, ptr, len, stat) {
      const { node } = descriptors.folder(fd);
      within(flags, FOLLOW);
      tell(memory, stat, find(node, memory.text(ptr, len), flags === FOLLOW));
    },
    /**
     * @param {number} fd
     * @param {number} flags
     * @param {number} ptr
     * @param {number} len
     * @param {bigint} atim
     * @param {bigint} mtim
     * @param {number} fstflags
     */
    path_filestat_set_times(fd, flags, ptr, len, atim, mtim, fstflags) {
      const set = timing(atim, mtim, fstflags, clock.realtime());
      const folder = descriptors.folder(fd);
      within(flags, FOLLOW);
      const path = memory.text(ptr, len);
      const base = writable(folder);
      set(flags === FOLLOW ? find(base, path, true) : (place(base, path).node ?? refuse(NOENT)));
    },
    /**
     * @param {number} oldFd
     * @param {number} flags
     * @param {number} oldPtr
     * @param {number} oldLen
     * @param {number} newFd
     * @param {number} newPtr
     * @param {number} newLen
     */
    path_link(oldFd, flags, oldPtr, oldLen, newFd, newPtr, newLen) {
      const [from, to] = [descriptors.folder(oldFd), descriptors.folder(newFd)];
      const [oldPath, newPath] = [memory.text(oldPtr, oldLen), memory.text(newPtr, newLen)];
      within(flags, FOLLOW);
      const [oldBase, newBase] = [writable(from), writable(to)];
      if (flags === FOLLOW) refuse(INVAL);
      const [old, made] = [place(oldBase, oldPath), place(newBase, newPath)];
      const node = old.node ?? refuse(NOENT);
      if (made.node) refuse(EXIST);
      if (node instanceof Folder) refuse(PERM);
      node.links += 1;
      put(made, node);
    },
    /**
     * @param {number} oldFd
     * @param {number} oldPtr
     * @param {number} oldLen
     * @param {number} newFd
     * @param {number} newPtr
     * @param {number} newLen
     */
    path_rename(oldFd, oldPtr, oldLen, newFd, newPtr, newLen) {
      const [from, to] = [descriptors.folder(oldFd), descriptors.folder(newFd)];
      const [oldPath, newPath] = [memory.text(oldPtr, oldLen), memory.text(newPtr, newLen)];
      const [oldBase, newBase] = [writable(from), writable(to)];
      const old = place(oldBase, withoutSlashes(oldPath));
      const made = place(newBase, withoutSlashes(newPath));
      if (old.name === '.' || made.name === '.') refuse(BUSY);
      const [moved, replaced] = [old.node ?? refuse(NOENT), made.node];
      if (moved instanceof Folder) {
        if (contains(moved, made.folder)) refuse(INVAL);
      } else if (/\/$/.test(oldPath) || /\/$/.test(newPath)) refuse(NOTDIR);
      if (moved === replaced) return;
      if (replaced instanceof Folder) {
        if (contains(replaced, old.folder)) refuse(NOTEMPTY);
        if (!(moved instanceof Folder)) refuse(ISDIR);
        if (replaced.entries.size > 0) refuse(NOTEMPTY);
      } else if (replaced && moved instanceof Folder) refuse(NOTDIR);
      if (replaced) take(made, replaced);
      old.folder.entries.delete(old.name);
      changed(old.folder);
      put(made, moved);
    },
    /**
     * @param {number} targetPtr
     * @param {number} targetLen
     * @param {number} fd
     * @param {number} ptr
     * @param {number} len
     */
    path_symlink(targetPtr, targetLen, fd, ptr, len) {
      const folder = descriptors.folder(fd);
      const [target, path] = [memory.text(targetPtr, targetLen), memory.text(ptr, len)];
      const base = writable(folder);
      if (target.startsWith('/')) refuse(PERM);
      const made = place(base, path);
      if (target.includes('\0')) refuse(INVAL);
      if (target === '') refuse(NOENT);
      if (made.node) refuse(EXIST);
      put(made, new Symlink(clock.realtime(), target));
    },
    /**
     * @param {number} fd
     * @param {number} ptr
     * @param {number} len
     * @param {number} buffer
     * @param {number} room
     * @param {number} used
     */
    path_readlink(fd, ptr, len, buffer, room, used) {
      const { node: base } = descriptors.folder(fd);
      const { node } = place(base, memory.text(ptr, len));
      if (!(node instanceof Symlink)) return refuse(node ? INVAL : NOENT);
      // Nobody is told what an absolute link says of the host.
      if (node.target.startsWith('/')) refuse(PERM);
      const bytes = new TextEncoder().encode(node.target).subarray(0, room >>> 0);
      memory.set(buffer, bytes);
      memory.setU32(used, bytes.length);
    },
  };
}

/**
 * Whether `folder` is `above`, or somewhere below it.
 *
 * @param {Folder} above
 * @param {Folder} folder
 * @returns {boolean}
 */
function contains(above, folder) {
  return above === folder || [...above.entries.values()].some((node) => node instanceof Folder && contains(node, folder));
}
