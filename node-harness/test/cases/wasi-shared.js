/** A memory that is shared between threads: much that a host does with bytes is not allowed on one. */
import { equal } from '../../test-support/assert.js';
import { answers, word } from '../../test-support/wasi-script.js';

/** @param {import('../../test-support/wasi-script.js').Run} run */
export const sharedOf = (run) => ({
  'every call that reads or writes bytes does so in a shared memory': async () => {
    const { stdout, files } = await answers(run, { shared: true, files: { granted: { file: 'contents' } } }, `
      args_sizes_get 0 4
      args_get 0 64
      peek32 76 = ${word('argu')}
      random_get 1024 2048
      path_open 3 0 'file' 0 READ|WRITE 0 0 32
      fd_read @32 VECTOR 1 64
      peek32 1024 = ${word('cont')}
      fd_write @32 VECTOR 1 64
      fd_write 1 VECTOR 1 64
      fd_filestat_get @32 64
      peek64 96 = 16
      fd_readdir 3 1024 1024 0 64
      path_symlink 'file' 3 'link'
      path_readlink 3 'link' 1024 64 64
      peek32 1024 = ${word('file')}
    `);
    equal(new TextDecoder().decode(stdout), 'contents');
    equal(new TextDecoder().decode(files.granted.file), 'contentscontents');
  },
});
