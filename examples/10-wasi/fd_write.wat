;; Writes one line to standard output, in one call.
(module
  ;; #region import
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param $fd i32) (param $iovs i32) (param $iovs_len i32) (param $nwritten i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))
  (memory (export "memory") 1)
  ;; #endregion import

  ;; #region start
  (data (i32.const 0) "\10\00\00\00" "\0d\00\00\00") ;; a ciovec: buf is 16, buf_len is 13
  (data (i32.const 16) "hello, world\0a")

  (func (export "_start")
    (call $proc_exit (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  ;; #endregion start
)
