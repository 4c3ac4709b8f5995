/** What is outside of a grant cannot be reached, by whatever way. */
import { deepEqual } from '../../test-support/assert.js';
import { answers } from '../../test-support/wasi-script.js';
import { Link } from '../../src/wasi/wasi.js';

/**
 * Two granted folders, with links in the first that lead out of it.
 *
 * @param {string[]} [readOnly]
 */
const place = (readOnly = []) => ({
  files: {
    granted: {
      inside: 'inside',
      sub: { file: 'file' },
      relative: new Link('../outside/secret'),
      sibling: new Link('../other/file'),
      absolute: new Link('/etc/passwd'),
      dangling: new Link('../outside/new'),
      chained: new Link('relative'),
      folder: new Link('sub/../../other'),
      'chained-folder': new Link('folder'),
      harmless: new Link('inside'),
    },
    other: { file: 'other' },
  },
  readOnly,
});

/**
 * Makes the calls, of which none is to change the second folder.
 *
 * @param {import('../../test-support/wasi-script.js').Run} run
 * @param {import('../../test-support/wasi-script.js').Grants} grants
 * @param {string} steps
 */
async function denied(run, grants, steps) {
  const { files } = await answers(run, grants, steps);
  if (files.other) deepEqual(Object.keys(files.other), ['file']);
  if (files.other) deepEqual(new TextDecoder().decode(files.other.file), 'other');
}

/** @param {import('../../test-support/wasi-script.js').Run} run */
export const denialOf = (run) => ({
  'what is granted can be used': async () => {
    for (const name of ['granted', '.', '/any name']) {
      await answers(run, { files: { [name]: place().files.granted } }, `
        path_open 3 0 'inside' 0 READ 0 0 32
        path_open 3 FOLLOW 'harmless' 0 READ 0 0 32
        path_open 3 0 'sub/../inside' 0 READ 0 0 32
        path_open 3 0 'new' CREATE WRITE 0 0 32
        fd_write @32 VECTOR 1 64
      `);
    }
  },

  'no call takes a path that leads out': async () => {
    for (const path of [
      '/etc/passwd',
      '../other/file',
      './../other/file',
      'sub/../../other/file',
      '../granted/../other/file',
      '../granted/inside',
      '../other/new',
      'folder/file',
      'folder/new',
      'chained-folder/file',
    ]) {
      const steps = [
        `path_open 3 0 '${path}' 0 READ 0 0 32`,
        `path_open 3 FOLLOW '${path}' 0 READ 0 0 32`,
        `path_open 3 0 '${path}' 0 WRITE 0 0 32`,
        `path_open 3 0 '${path}' CREATE WRITE 0 0 32`,
        `path_open 3 0 '${path}' EMPTY WRITE 0 0 32`,
        `path_open 3 0 '${path}' CREATE|EXCLUSIVE WRITE 0 0 32`,
        `path_open 3 0 '${path}' FOLDER READ 0 0 32`,
        `path_create_directory 3 '${path}'`,
        `path_filestat_get 3 0 '${path}' 64`,
        `path_filestat_get 3 FOLLOW '${path}' 64`,
        `path_filestat_set_times 3 0 '${path}' 0 0 5`,
        `path_link 3 0 '${path}' 3 'twin'`,
        `path_link 3 0 'inside' 3 '${path}'`,
        `path_readlink 3 '${path}' 1024 64 64`,
        `path_remove_directory 3 '${path}'`,
        `path_rename 3 '${path}' 3 'moved'`,
        `path_rename 3 'inside' 3 '${path}'`,
        `path_symlink 'inside' 3 '${path}'`,
        `path_unlink_file 3 '${path}'`,
      ];
      await denied(run, place(), steps.map((step) => `${step} = PERM`).join('\n'));
    }
  },

  'a link that leads out is not followed': async () => {
    for (const link of ['absolute', 'relative', 'sibling', 'chained', 'dangling']) {
      await denied(run, place(), `
        path_open 3 FOLLOW '${link}' 0 READ 0 0 32 = PERM
        path_open 3 FOLLOW '${link}' 0 WRITE 0 0 32 = PERM
        path_open 3 FOLLOW '${link}' CREATE WRITE 0 0 32 = PERM
        path_open 3 FOLLOW '${link}' EMPTY WRITE 0 0 32 = PERM
        path_open 3 0 '${link}' 0 READ 0 0 32 = LOOP
        path_open 3 0 '${link}' CREATE WRITE 0 0 32 = LOOP
        path_filestat_get 3 FOLLOW '${link}' 64 = PERM
        path_filestat_set_times 3 FOLLOW '${link}' 0 0 5 = PERM
        path_link 3 FOLLOW '${link}' 3 'twin' = INVAL
        # What is done to the link itself stays within the grant.
        path_link 3 0 '${link}' 3 'twin'
        path_open 3 FOLLOW 'twin' 0 READ 0 0 32 = PERM
        path_rename 3 'inside' 3 '${link}'
        path_unlink_file 3 '${link}'
      `);
    }
    await denied(run, place(), `
      path_symlink '/etc/passwd' 3 'made' = PERM
      path_symlink '../other/file' 3 'made'
      path_open 3 FOLLOW 'made' 0 READ 0 0 32 = PERM
      path_open 3 FOLLOW 'made' CREATE WRITE 0 0 32 = PERM
    `);
  },

  'the folder above is not there': async () => {
    await denied(run, place(), `
      path_open 3 0 '..' FOLDER READ 0 0 32 = PERM
      path_open 3 0 'sub/../..' FOLDER READ 0 0 32 = PERM
      path_filestat_get 3 0 '..' 64 = PERM
      path_filestat_get 3 0 '/' 64 = PERM
      path_open 3 0 '' 0 READ 0 0 32 = NOENT
      path_open 3 0 'sub' FOLDER READ 0 0 32
      path_open @32 0 '..' FOLDER READ 0 0 36 = PERM
      path_open @32 0 '../inside' 0 READ 0 0 36 = PERM
    `);
  },

  'without a grant there is no folder': async () => {
    await denied(run, {}, `
      path_open 3 0 'inside' 0 READ 0 0 32 = BADF
      path_open 0 0 'inside' 0 READ 0 0 32 = BADF
      fd_prestat_get 3 64 = BADF
    `);
  },

  'nothing is moved or linked from one grant to one that is only read': async () => {
    await denied(run, place(['other']), `
      path_rename 3 'inside' 4 'file' = PERM
      path_rename 3 'inside' 4 'new' = PERM
      path_rename 4 'file' 3 'inside' = PERM
      path_rename 4 'file' 3 'new' = PERM
      path_link 3 0 'inside' 4 'new' = PERM
      path_link 4 0 'file' 3 'new' = PERM
      # It is still there.
      path_open 3 0 'inside' 0 READ 0 0 32
      path_filestat_get 3 0 'new' 64 = NOENT
    `);
  },

  'a folder that is granted to be read is not written': async () => {
    await denied(run, { files: { '.': place().files.other }, readOnly: ['.'] }, `
      path_open 3 0 'file' 0 READ 0 0 32
      fd_read @32 VECTOR 1 64
      fd_write @32 VECTOR 1 64 = BADF
      fd_pwrite @32 VECTOR 1 0 64 = BADF
      fd_filestat_set_size @32 0 = PERM
      fd_filestat_set_times @32 0 0 5 = PERM
      fd_filestat_set_times 3 0 0 5 = PERM
      path_open 3 0 'file' 0 WRITE 0 0 32 = PERM
      path_open 3 0 'file' 0 READ|WRITE 0 0 32 = PERM
      path_open 3 0 'file' 0 READ 0 APPEND 32
      fd_write @32 VECTOR 1 64 = BADF
      path_open 3 0 'file' EMPTY READ 0 0 32 = PERM
      path_open 3 0 'file' EMPTY WRITE 0 0 32 = PERM
      path_open 3 0 'new' CREATE READ 0 0 32 = PERM
      path_open 3 0 'new' CREATE WRITE 0 0 32 = PERM
      path_open 3 0 '.' FOLDER READ 0 0 32
      path_open @32 0 'new' CREATE WRITE 0 0 36 = PERM
      path_create_directory 3 'new' = PERM
      path_filestat_set_times 3 0 'file' 0 0 5 = PERM
      path_link 3 0 'file' 3 'new' = PERM
      path_remove_directory 3 'folder' = PERM
      path_rename 3 'file' 3 'new' = PERM
      path_symlink 'file' 3 'new' = PERM
      path_unlink_file 3 'file' = PERM
    `);
  },
});
