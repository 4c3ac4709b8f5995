/** Each call of the system: what it answers, and what it says to a descriptor that is none. */
import { answers, CALLS, ends, word } from '../../test-support/wasi-script.js';

/** What most of them are given. */
const granted = () => ({ files: { granted: { file: 'contents' } } });

/** @param {import('../../test-support/wasi-script.js').Run} run */
export const systemOf = (run) => ({
  'a descriptor that is none is refused by every call': async () => {
    const none = Object.entries(CALLS)
      .filter(([name]) => /^(fd|path|sock)_/.test(name) && name !== 'path_symlink')
      .map(([name, kinds]) => `${name} 99${' 0'.repeat(kinds.length - 1)} = BADF`);
    await answers(run, granted(), `
      ${none.join('\n')}
      path_symlink 'to' 99 'from' = BADF
      fd_renumber 3 99 = BADF
      path_link 3 0 'file' 99 'new' = BADF
      path_rename 3 'file' 99 'new' = BADF
    `);
  },

  'arguments and variables are written with their lengths': async () => {
    await answers(run, {}, `
      args_sizes_get 0 4
      peek32 0 = 2
      # The name of the module and one more, with a zero each.
      peek32 4 = 21
      args_get 0 64
      peek32 4 = 76
      peek8 76 = ${word('a')}
      environ_sizes_get 0 4
      peek32 0 = 1
      peek32 4 = 4
      environ_get 0 64
      peek32 64 = ${word('A=1\0')}
    `);
  },

  'lengths are those of UTF-8': async () => {
    await answers(run, { env: { A: 'ü…' } }, `
      environ_sizes_get 0 4
      peek32 4 = 8
      environ_get 0 64
      peek32 64 = ${word('A=ü')}
      peek32 68 = ${word('…\0')}
    `);
  },

  'there are two clocks and random bytes': async () => {
    await answers(run, {}, `
      clock_res_get 0 0
      clock_res_get 1 0
      clock_time_get 0 1 0
      clock_time_get 1 1 0
      # Those of the process and of the thread are not there.
      clock_res_get 2 0 = BADF
      clock_time_get 3 1 0 = BADF
      random_get 0 4096
      random_get 0 0
      sched_yield
      proc_raise 6 = NOTSUP
    `);
  },

  'there is no socket': async () => {
    await answers(run, granted(), `
      sock_accept 0 0 64 = NOTSOCK
      sock_recv 3 VECTOR 1 0 64 68 = NOTSOCK
      sock_send 1 VECTOR 1 0 64 = NOTSOCK
      sock_shutdown 3 3 = NOTSOCK
    `);
  },

  'a granted folder has a name': async () => {
    await answers(run, granted(), `
      fd_prestat_get 3 0
      peek8 0 = 0
      peek32 4 = 7
      fd_prestat_dir_name 3 64 7
      peek32 64 = ${word('gran')}
      fd_prestat_dir_name 3 64 6 = NAMETOOLONG
      fd_prestat_get 4 0 = BADF
      fd_prestat_get 0 0 = BADF
      path_open 3 0 '.' FOLDER READ 0 0 32
      fd_prestat_get @32 0 = BADF
      fd_close 3
      fd_close 3 = BADF
      fd_prestat_get 3 0 = BADF
    `);
  },

  'standard streams are no terminal and no files': async () => {
    await answers(run, {}, `
      fd_fdstat_get 0 64
      peek8 64 = 0
      peek64 72 = 2
      fd_fdstat_get 1 64
      peek8 64 = 0
      peek64 72 = 64
      fd_filestat_get 1 64
      peek64 96 = 0
      fd_seek 1 0 0 64 = SPIPE
      fd_tell 0 64 = SPIPE
      fd_pread 0 VECTOR 1 0 64 = SPIPE
      fd_pwrite 1 VECTOR 1 0 64 = SPIPE
      fd_read 1 VECTOR 1 64 = BADF
      fd_write 0 VECTOR 1 64 = BADF
      fd_write 1 VECTOR 0 64
      fd_allocate 1 0 1 = BADF
      fd_advise 1 0 1 0 = BADF
      fd_sync 1 = BADF
      fd_datasync 1 = BADF
      fd_filestat_set_size 1 0 = BADF
      fd_readdir 1 1024 1024 0 64 = BADF
      path_open 1 0 'file' 0 READ 0 0 64 = BADF
      path_create_directory 1 'new' = BADF
      # The end of what was given, which is nothing.
      fd_read 0 VECTOR 1 64
      peek32 64 = 0
      fd_close 0
      fd_read 0 VECTOR 1 64 = BADF
      fd_renumber 1 0 = BADF
      fd_close 1
      fd_write 1 VECTOR 1 64 = BADF
    `);
  },

  'a poll says what is ready': async () => {
    await answers(run, granted(), `
      poll_oneoff 64 1024 0 32 = INVAL
      # A clock, at once: its event has the number that it was given.
      poke64 64 7
      poke32 72 0
      poke32 80 1
      poll_oneoff 64 1024 1 32
      peek32 32 = 1
      peek64 1024 = 7
      peek32 1032 = 0
      # And a file beside it, which can always be read.
      path_open 3 0 'file' 0 READ 0 0 32
      poke64 88 1000000000000
      poke64 112 8
      poke32 120 1
      poke32 128 @32
      poll_oneoff 64 1024 2 36
      peek32 36 = 1
      peek64 1024 = 8
      peek32 1032 = 65536
      peek64 1040 = 1
      # A descriptor that is none.
      poke32 128 99
      poll_oneoff 64 1024 2 36 = BADF
    `);
  },

  'an address that leads out of the memory ends the guest': async () => {
    for (const step of OUT_OF_MEMORY) await ends(run, granted(), ["path_open 3 0 'file' 0 READ|WRITE 0 0 32", step]);
    // A buffer that a vector names.
    const buffer = ['poke32 VECTOR OUT', "path_open 3 0 'file' 0 READ|WRITE 0 0 32"];
    for (const step of ['fd_write 1 VECTOR 1 64', 'fd_read @32 VECTOR 1 64', 'fd_pread @32 VECTOR 1 0 64', 'fd_pwrite @32 VECTOR 1 0 64']) {
      await ends(run, granted(), [...buffer, step]);
    }
  },
});

const OUT_OF_MEMORY = [
  "args_get OUT 64",
  "args_get 0 OUT",
  "args_sizes_get OUT 4",
  "args_sizes_get 0 OUT",
  "clock_res_get 0 OUT",
  "clock_time_get 1 1 OUT",
  "environ_get OUT 64",
  "environ_get 0 OUT",
  "environ_sizes_get OUT 4",
  "environ_sizes_get 0 OUT",
  "fd_fdstat_get 3 OUT",
  "fd_filestat_get 3 OUT",
  "fd_pread @32 OUT 1 0 64",
  "fd_pread @32 VECTOR 1 0 OUT",
  "fd_prestat_dir_name 3 OUT 7",
  "fd_prestat_get 3 OUT",
  "fd_pwrite @32 OUT 1 0 64",
  "fd_pwrite @32 VECTOR 1 0 OUT",
  "fd_read @32 OUT 1 64",
  "fd_read @32 VECTOR 1 OUT",
  "fd_readdir 3 OUT 1024 0 64",
  "fd_readdir 3 1024 1024 0 OUT",
  "fd_seek @32 0 0 OUT",
  "fd_tell @32 OUT",
  "fd_write 1 OUT 1 64",
  "fd_write 1 VECTOR 1 OUT",
  "path_create_directory 3 OUT 4",
  "path_filestat_get 3 0 OUT 4 64",
  "path_filestat_get 3 0 'file' OUT",
  "path_filestat_set_times 3 0 OUT 4 0 0 0",
  "path_link 3 0 OUT 4 3 'new'",
  "path_link 3 0 'file' 3 OUT 4",
  "path_open 3 0 OUT 4 0 READ 0 0 64",
  "path_open 3 0 'file' 0 READ 0 0 OUT",
  "path_readlink 3 OUT 4 1024 64 64",
  "path_remove_directory 3 OUT 4",
  "path_rename 3 OUT 4 3 'new'",
  "path_rename 3 'file' 3 OUT 4",
  "path_symlink OUT 4 3 'new'",
  "path_symlink 'file' 3 OUT 4",
  "path_unlink_file 3 OUT 4",
  "poll_oneoff OUT 1024 1 64",
  "poll_oneoff 64 OUT 1 64",
  "poll_oneoff 64 1024 1 OUT",
  "random_get OUT 8",
];
