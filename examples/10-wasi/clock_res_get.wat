;; Prints how fine the real-time clock is, in nanoseconds.
(module
  (import "wasi_snapshot_preview1" "clock_res_get" (func $clock_res_get (param $id i32) (param $resolution i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param $fd i32) (param $iovs i32) (param $iovs_len i32) (param $nwritten i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))
  (memory (export "memory") 1)

  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

  (data (i32.const 44) " ns\0a") ;; the digits end before it

  (func (export "_start") (local $left i64) (local $at i32)
    ;; #region call
    (call $check (call $clock_res_get (i32.const 0) (i32.const 0)))
    (local.set $left (i64.load (i32.const 0)))
    ;; #endregion call
    (local.set $at (i32.const 44))
    (loop $digit
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (i64.store8 (local.get $at) (i64.add (i64.const 48) (i64.rem_u (local.get $left) (i64.const 10))))
      (br_if $digit (i32.eqz (i64.eqz (local.tee $left (i64.div_u (local.get $left) (i64.const 10)))))))
    (i32.store (i32.const 8) (local.get $at))
    (i32.store (i32.const 12) (i32.sub (i32.const 48) (local.get $at)))
    (call $check (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16))))
)
