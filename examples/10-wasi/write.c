/* fd_write.wat in C, without a libc. */
/* #region write */
#define IMPORT(name) __attribute__((import_module("wasi_snapshot_preview1"), import_name(#name)))

struct ciovec { const char *buf; unsigned long buf_len; };
IMPORT(fd_write) int fd_write(int fd, const struct ciovec *iovs, unsigned long iovs_len, unsigned long *nwritten);
IMPORT(proc_exit) _Noreturn void proc_exit(int code);

void _start(void) {
    struct ciovec hello = { "hello, world\n", 13 };
    unsigned long nwritten;
    proc_exit(fd_write(1, &hello, 1, &nwritten));
}
/* #endregion write */
