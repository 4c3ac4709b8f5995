/** What the calls for files and folders do, at their corners. */
import { equal, ok } from '../../test-support/assert.js';
import { answers, call, word } from '../../test-support/wasi-script.js';
import { Link } from '../../src/wasi/wasi.js';

/** What can be in a granted folder. */
const granted = () => ({
  files: {
    granted: {
      file: 'contents',
      folder: { inner: 'inner' },
      empty: {},
      link: new Link('file'),
      dangling: new Link('nowhere'),
      'link-folder': new Link('folder'),
      loop: new Link('loop'),
    },
  },
});

const text = (/** @type {Uint8Array} */ bytes) => new TextDecoder().decode(bytes);

/** @param {import('../../test-support/wasi-script.js').Run} run */
export const filesOf = (run) => ({
  'a file is opened made and emptied as the flags say': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'file' 0 READ 0 0 32
      path_open 3 0 'new' 0 READ 0 0 32 = NOENT
      path_open 3 0 'new' CREATE WRITE 0 0 32
      path_open 3 0 'file' CREATE READ 0 0 32
      fd_filestat_get @32 64
      peek64 96 = 8
      path_open 3 0 'file' CREATE|EXCLUSIVE WRITE 0 0 32 = EXIST
      path_open 3 0 'only' CREATE|EXCLUSIVE WRITE 0 0 32
      path_open 3 0 'file' EMPTY WRITE 0 0 32
      fd_filestat_get @32 64
      peek64 96 = 0
      path_open 3 0 'file' FOLDER READ 0 0 32 = NOTDIR
      path_open 3 0 'folder' FOLDER READ 0 0 32
      path_open 3 0 'folder' 0 READ 0 0 32
      path_open 3 0 'folder' 0 WRITE 0 0 32 = ISDIR
      path_open 3 0 'new-folder' CREATE|FOLDER READ 0 0 32 = INVAL
      path_open 3 0 'file/' 0 READ 0 0 32 = NOTDIR
      path_open 3 0 'file/inner' 0 READ 0 0 32 = NOTDIR
      path_open 3 0 'folder/' 0 READ 0 0 32
      path_open 3 0 'folder/../file' 0 READ 0 0 32
      path_open 3 0 '.' FOLDER READ 0 0 32
      path_open @32 0 'file' 0 READ 0 0 36
      path_open @36 0 'file' 0 READ 0 0 32 = NOTDIR
      path_open 3 0 '' 0 READ 0 0 32 = NOENT
    `);
    equal(text(files.granted.new), '');
    equal(text(files.granted.file), '');
  },

  'a path that is no text or too long is refused': async () => {
    await answers(run, granted(), `
      path_open 3 0 '${'n'.repeat(256)}' 0 READ 0 0 32 = NAMETOOLONG
      path_open 3 0 'fi\0le' 0 READ 0 0 32 = INVAL
      path_create_directory 3 'fi\0le' = INVAL
      path_unlink_file 3 'file\0' = INVAL
      poke32 64 255
      path_open 3 0 64 1 0 READ 0 0 32 = ILSEQ
    `);
  },

  'what is written is read again at its place': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'new' CREATE READ|WRITE 0 0 32
      poke64 1024 7
      fd_write @32 VECTOR 1 64
      peek32 64 = 8
      fd_tell @32 64
      peek64 64 = 8
      poke64 1024 0
      fd_read @32 VECTOR 1 64
      peek32 64 = 0
      fd_seek @32 -8 1 64
      peek64 64 = 0
      fd_read @32 VECTOR 1 64
      peek64 1024 = 7
      # At a place of its own, which leaves the other one as it is.
      poke64 1024 9
      fd_pwrite @32 VECTOR 1 16 64
      fd_tell @32 64
      peek64 64 = 8
      fd_pread @32 VECTOR 1 8 64
      peek64 1024 = 0
      fd_pread @32 VECTOR 1 16 64
      peek64 1024 = 9
      fd_pread @32 VECTOR 1 24 64
      peek32 64 = 0
      fd_pread @32 VECTOR 1 -1 64 = INVAL
    `);
    equal(text(files.granted.new).length, 24);
  },

  'a place may be beyond the end and not before the beginning': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'file' 0 READ|WRITE 0 0 32
      fd_seek @32 0 2 64
      peek64 64 = 8
      fd_seek @32 100 0 64
      fd_read @32 VECTOR 1 64
      peek32 64 = 0
      fd_filestat_get @32 64
      peek64 96 = 8
      fd_write @32 VECTOR 1 64
      fd_filestat_get @32 64
      peek64 96 = 108
      fd_seek @32 -1 0 64 = INVAL
      fd_seek @32 -109 1 64 = INVAL
      fd_seek @32 -109 2 64 = INVAL
      fd_tell @32 64
      peek64 64 = 108
      fd_seek 3 0 0 64 = BADF
      fd_tell 3 64 = BADF
    `);
    equal(text(files.granted.file).length, 108);
  },

  'appending writes at the end': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'file' 0 READ|WRITE 0 APPEND 32
      fd_fdstat_get @32 64
      peek8 66 = 1
      poke64 1024 0x3837363534333231
      fd_write @32 VECTOR 1 64
      fd_seek @32 0 0 64
      fd_write @32 VECTOR 1 64
      fd_filestat_get @32 64
      peek64 96 = 24
      fd_fdstat_set_flags @32 0
      fd_fdstat_get @32 64
      peek8 66 = 0
      fd_seek @32 0 0 64
      fd_write @32 VECTOR 1 64
      fd_fdstat_set_flags @32 APPEND
      fd_write @32 VECTOR 1 64
      fd_fdstat_set_flags @32 2 = INVAL
      fd_fdstat_set_flags 3 0 = BADF
    `);
    equal(text(files.granted.file), '12345678'.repeat(4));
  },

  'rights are those that a file was opened with': async () => {
    await answers(run, granted(), `
      path_open 3 0 'file' 0 READ 0 0 32
      fd_write @32 VECTOR 1 64 = BADF
      fd_pwrite @32 VECTOR 1 0 64 = BADF
      fd_filestat_set_size @32 0 = INVAL
      path_open 3 0 'file' 0 WRITE 0 0 36
      fd_read @36 VECTOR 1 64 = BADF
      fd_pread @36 VECTOR 1 0 64 = BADF
      fd_fdstat_get @32 64
      peek8 64 = REGULAR_FILE
      fd_fdstat_set_rights @32 0 0 = NOTSUP
      fd_read 3 VECTOR 1 64 = BADF
      fd_write 3 VECTOR 1 64 = BADF
    `);
  },

  'a file has a size that can be set': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'file' 0 READ|WRITE 0 0 32
      fd_filestat_set_size @32 4
      fd_filestat_set_size @32 6
      path_filestat_get 3 0 'file' 64
      peek64 96 = 6
      fd_filestat_set_size @32 -1 = INVAL
      fd_filestat_set_size 3 0 = BADF
      fd_allocate @32 0 100 = NOTSUP
      fd_advise @32 0 6 4
      fd_advise 3 0 0 0 = BADF
      fd_sync @32
      fd_datasync @32
    `);
    equal(text(files.granted.file), 'cont\0\0');
  },

  'times are set as the flags say': async () => {
    await answers(run, granted(), `
      path_open 3 0 'file' 0 READ|WRITE 0 0 32
      fd_filestat_set_times @32 1000000001 2000000002 5
      fd_filestat_get @32 64
      peek64 104 = 1000000001
      peek64 112 = 2000000002
      path_filestat_set_times 3 0 'file' 3000000003 0 1
      path_filestat_get 3 0 'file' 64
      peek64 104 = 3000000003
      peek64 112 = 2000000002
      fd_filestat_set_times @32 0 0 3 = INVAL
      fd_filestat_set_times @32 0 0 12 = INVAL
      path_filestat_set_times 3 0 'file' 0 0 3 = INVAL
      path_filestat_set_times 3 0 'nowhere' 0 0 5 = NOENT
      fd_filestat_set_times @32 0 0 10
      fd_filestat_set_times 3 0 0 0
    `);
  },

  'the time that it is now is set, too': async () => {
    const steps = ["path_filestat_set_times 3 0 'file' 0 0 10", "path_filestat_get 3 0 'file' 64", 'peek64 104', 'peek64 112'];
    const { found } = await call(run, granted(), steps);
    for (const time of found.slice(2)) ok(Math.abs(Date.now() - time / 1e6) < 600_000, time);
  },

  'a folder is made and removed': async () => {
    const { files } = await answers(run, granted(), `
      path_create_directory 3 'new'
      path_create_directory 3 'new' = EXIST
      path_create_directory 3 'file' = EXIST
      path_create_directory 3 'file/new' = NOTDIR
      path_create_directory 3 'nowhere/new' = NOENT
      path_create_directory 3 'new/inner/'
      path_remove_directory 3 'new' = NOTEMPTY
      path_remove_directory 3 'new/inner/' = INVAL
      path_remove_directory 3 'new/inner'
      path_remove_directory 3 'new'
      path_remove_directory 3 'new' = NOENT
      path_remove_directory 3 'file' = NOTDIR
      path_remove_directory 3 'link-folder' = NOTDIR
      path_unlink_file 3 'empty' = ISDIR
      path_unlink_file 3 'empty/' = ISDIR
      path_unlink_file 3 'file/' = NOTDIR
      path_unlink_file 3 'nowhere' = NOENT
      path_unlink_file 3 'dangling'
      path_unlink_file 3 'link-folder'
      path_unlink_file 3 'file'
      path_unlink_file 3 'file' = NOENT
    `);
    equal(text(files.granted.folder.inner), 'inner');
  },

  'a file that is open outlives its name': async () => {
    await answers(run, granted(), `
      path_open 3 0 'file' 0 READ 0 0 32
      path_unlink_file 3 'file'
      fd_read @32 VECTOR 1 64
      peek32 64 = 8
      fd_close @32
      fd_close @32 = BADF
      fd_read @32 VECTOR 1 64 = BADF
    `);
  },

  'renaming replaces what may be replaced': async () => {
    const { files } = await answers(run, granted(), `
      path_rename 3 'file' 3 'renamed'
      path_rename 3 'file' 3 'renamed' = NOENT
      path_rename 3 'renamed' 3 'folder/inner'
      path_rename 3 'folder/inner' 3 'empty' = ISDIR
      path_rename 3 'empty' 3 'folder' = NOTEMPTY
      path_rename 3 'empty' 3 'folder/inner' = NOTDIR
      path_rename 3 'folder' 3 'folder/inside' = INVAL
      path_rename 3 'folder' 3 'empty'
      path_rename 3 'empty/inner' 3 'empty/inner'
      path_rename 3 'empty/inner/' 3 'inner' = NOTDIR
      path_rename 3 'dangling' 3 'moved'
      path_filestat_get 3 0 'moved' 64
      peek8 80 = SYMBOLIC_LINK
    `);
    equal(text(files.granted.empty.inner), 'contents');
  },

  'a second name is the same file': async () => {
    const { files } = await answers(run, granted(), `
      path_link 3 0 'file' 3 'twin'
      path_filestat_get 3 0 'twin' 64
      path_filestat_get 3 0 'file' 128
      peek64 88 = 2
      path_link 3 0 'file' 3 'twin' = EXIST
      path_link 3 0 'file' 3 'folder/' = EXIST
      path_link 3 0 'nowhere' 3 'new' = NOENT
      path_link 3 0 'folder' 3 'new' = PERM
      path_link 3 FOLLOW 'link' 3 'new' = INVAL
      path_link 3 0 'dangling' 3 'twin-link'
      path_filestat_get 3 0 'twin-link' 64
      peek8 80 = SYMBOLIC_LINK
    `);
    equal(text(files.granted.twin), 'contents');
  },

  'links are followed only if the call says so': async () => {
    const { files } = await answers(run, granted(), `
      path_open 3 0 'link' 0 READ 0 0 32 = LOOP
      path_open 3 FOLLOW 'link' 0 READ 0 0 32
      path_open 3 FOLLOW 'loop' 0 READ 0 0 32 = LOOP
      path_open 3 FOLLOW 'dangling' 0 READ 0 0 32 = NOENT
      path_open 3 0 'dangling' CREATE WRITE 0 0 32 = LOOP
      path_open 3 FOLLOW 'dangling' CREATE|EXCLUSIVE WRITE 0 0 32 = EXIST
      path_open 3 0 'link-folder' FOLDER READ 0 0 32 = LOOP
      path_open 3 FOLLOW 'link-folder' FOLDER READ 0 0 32
      path_open 3 0 'link-folder/inner' 0 READ 0 0 32
      path_filestat_get 3 0 'link' 64
      peek8 80 = SYMBOLIC_LINK
      path_filestat_get 3 FOLLOW 'link' 64
      peek8 80 = REGULAR_FILE
      path_filestat_get 3 FOLLOW 'dangling' 64 = NOENT
      path_filestat_get 3 FOLLOW 'loop' 64 = LOOP
      path_filestat_get 3 0 'folder' 64
      peek8 80 = DIRECTORY
      path_filestat_get 3 0 'file/' 64 = NOTDIR
      path_readlink 3 'link' 1024 64 64
      peek32 64 = 4
      peek32 1024 = ${word('file')}
      # Cut off after as many bytes as there are.
      path_readlink 3 'dangling' 1024 3 64
      peek32 64 = 3
      path_readlink 3 'file' 1024 64 64 = INVAL
      path_readlink 3 'nowhere' 1024 64 64 = NOENT
      path_symlink 'anywhere' 3 'made'
      path_symlink 'anywhere' 3 'made' = EXIST
      path_symlink 'anywhere' 3 'file' = EXIST
      path_symlink 'anywhere' 3 'file/' = NOTDIR
      path_symlink '' 3 'none' = NOENT
      path_open 3 FOLLOW 'dangling' CREATE WRITE 0 0 32
    `);
    equal(text(files.granted.nowhere), '');
  },

  'a descriptor takes the number of another one': async () => {
    await answers(run, granted(), `
      path_open 3 0 'file' 0 READ 0 0 32
      path_open 3 0 'folder' FOLDER READ 0 0 36
      fd_renumber @32 @36
      fd_read @32 VECTOR 1 64 = BADF
      fd_read @36 VECTOR 1 64
      peek32 64 = 8
      # The number that is free is given again.
      path_open 3 0 'folder' FOLDER READ 0 0 40
      peek32 40 = 4
      fd_renumber @36 @36
      fd_renumber @36 99 = BADF
      fd_renumber 99 @36 = BADF
      # A granted folder too; what was granted is then no longer to be reached.
      fd_renumber @40 3
      fd_prestat_get 3 64 = BADF
      path_open 3 0 'inner' 0 READ 0 0 32
      path_open 3 0 'file' 0 READ 0 0 32 = NOENT
    `);
  },

  'a folder is listed from cookie to cookie': async () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`entry-${String(n).padStart(2, '0')}`, '']));
    await answers(run, { files: { granted: { file: 'contents', empty: {}, many } } }, `
      path_open 3 0 'empty' FOLDER READ 0 0 32
      # Itself and the one above are there, even if nothing else is.
      fd_readdir @32 1024 1024 0 64
      peek32 64 = 51
      peek64 1024 = 1
      peek32 1040 = 1
      peek8 1044 = DIRECTORY
      peek8 1048 = ${word('.')}
      peek64 1049 = 2
      fd_readdir @32 1024 1024 2 64
      peek32 64 = 0
      fd_readdir @32 1024 1024 1000 64
      peek32 64 = 0
      path_open 3 0 'many' FOLDER READ 0 0 36
      fd_readdir @36 1024 2048 0 64
      peek32 64 = 691
      # Cut off after as many bytes as there are, wherever that is.
      fd_readdir @36 1024 1 0 64
      peek32 64 = 1
      fd_readdir @36 1024 23 3 64
      peek32 64 = 23
      fd_readdir @36 1024 28 3 64
      peek32 64 = 28
      peek64 1024 = 4
      fd_readdir @36 1024 0 0 64
      peek32 64 = 0
      fd_readdir @36 1024 1024 21 64
      peek32 64 = 32
      path_open 3 0 'file' 0 READ 0 0 40
      fd_readdir @40 1024 1024 0 64 = BADF
    `);
  },
});
