;; Prints each variable on a line.
;;
;;  0  count          8  a ciovec       32  environ, 4 bytes for each variable
;;  4  size          16  nwritten           the strings, right behind
(module
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $environ_sizes_get (param $count i32) (param $size i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get" (func $environ_get (param $environ i32) (param $environ_buf i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param $fd i32) (param $iovs i32) (param $iovs_len i32) (param $nwritten i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))
  (memory (export "memory") 1)

  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

  (func $print (param $at i32) (param $len i32)
    (loop $more
      (i32.store (i32.const 8) (local.get $at))
      (i32.store (i32.const 12) (local.get $len))
      (call $check (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
      (local.set $at (i32.add (local.get $at) (i32.load (i32.const 16))))
      (br_if $more (local.tee $len (i32.sub (local.get $len) (i32.load (i32.const 16)))))))

  (func (export "_start") (local $strings i32) (local $at i32) (local $end i32)
    (call $check (call $environ_sizes_get (i32.const 0) (i32.const 4)))
    (local.set $strings (i32.add (i32.const 32) (i32.shl (i32.load (i32.const 0)) (i32.const 2))))
    (local.set $end (i32.add (local.get $strings) (i32.load (i32.const 4))))
    (drop (memory.grow (i32.shr_u (local.get $end) (i32.const 16))))
    (call $check (call $environ_get (i32.const 32) (local.get $strings)))

    ;; Each zero becomes a line feed, and all are printed at once.
    (local.set $at (local.get $strings))
    (loop $next
      (if (i32.lt_u (local.get $at) (local.get $end))
        (then
          (if (i32.eqz (i32.load8_u (local.get $at))) (then (i32.store8 (local.get $at) (i32.const 10))))
          (local.set $at (i32.add (local.get $at) (i32.const 1)))
          (br $next))))
    (call $print (local.get $strings) (i32.load (i32.const 4))))
)
