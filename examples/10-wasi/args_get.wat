;; Prints each argument on a line.
;;
;;  0  argc           8  a ciovec       32  argv, 4 bytes for each argument
;;  4  argv_buf_size  16  nwritten          the strings, right behind argv
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param $argc i32) (param $argv_buf_size i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param $argv i32) (param $argv_buf i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param $fd i32) (param $iovs i32) (param $iovs_len i32) (param $nwritten i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))
  (memory (export "memory") 1)

  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

  ;; #region print
  (func $print (param $at i32) (param $len i32)
    (loop $more
      (i32.store (i32.const 8) (local.get $at))
      (i32.store (i32.const 12) (local.get $len))
      (call $check (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
      (local.set $at (i32.add (local.get $at) (i32.load (i32.const 16))))
      (br_if $more (local.tee $len (i32.sub (local.get $len) (i32.load (i32.const 16)))))))
  ;; #endregion print

  ;; The place of the zero behind a string, which becomes a line feed.
  (func $end_line (param $at i32) (result i32)
    (loop $next (result i32)
      (if (result i32) (i32.load8_u (local.get $at))
        (then
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))
        (else
          (i32.store8 (local.get $at) (i32.const 10))
          (local.get $at)))))

  (func (export "_start") (local $arg i32) (local $strings i32)
    ;; #region start
    (call $check (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (local.set $strings (i32.add (i32.const 32) (i32.shl (i32.load (i32.const 0)) (i32.const 2))))
    ;; As many pages more as the strings may reach beyond the first one.
    (drop (memory.grow (i32.shr_u (i32.add (local.get $strings) (i32.load (i32.const 4))) (i32.const 16))))
    (call $check (call $args_get (i32.const 32) (local.get $strings)))
    ;; #endregion start

    (local.set $arg (i32.const 32))
    (loop $next
      (if (i32.lt_u (local.get $arg) (local.get $strings))
        (then
          (call $print
            (i32.load (local.get $arg))
            (i32.sub (i32.add (call $end_line (i32.load (local.get $arg))) (i32.const 1)) (i32.load (local.get $arg))))
          (local.set $arg (i32.add (local.get $arg) (i32.const 4)))
          (br $next)))))
)
