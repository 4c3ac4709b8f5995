;; Prints the names in the first folder that is granted, a folder's with / behind it.
;;
;;  0  a ciovec       12  how many bytes of the buffer are used
;;  8  nwritten       16  the buffer, 80 bytes
(module
  (import "wasi_snapshot_preview1" "fd_readdir"
    (func $fd_readdir (param $fd i32) (param $buf i32) (param $buf_len i32) (param $cookie i64) (param $used i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param $fd i32) (param $iovs i32) (param $iovs_len i32) (param $nwritten i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param $code i32)))
  (memory (export "memory") 1)
  (data (i32.const 96) "/\0a")

  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $proc_exit (local.get $errno)))))

  (func $print (param $at i32) (param $len i32)
    (loop $more
      (i32.store (i32.const 0) (local.get $at))
      (i32.store (i32.const 4) (local.get $len))
      (call $check (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
      (local.set $at (i32.add (local.get $at) (i32.load (i32.const 8))))
      (br_if $more (local.tee $len (i32.sub (local.get $len) (i32.load (i32.const 8)))))))

  ;; #region start
  (func (export "_start")
    (local $cookie i64) (local $at i32) (local $name i32) (local $behind i32) (local $end i32) (local $folder i32)
    (loop $call
      (call $check (call $fd_readdir (i32.const 3) (i32.const 16) (i32.const 80) (local.get $cookie) (i32.const 12)))
      (local.set $at (i32.const 16))
      (local.set $end (i32.add (i32.const 16) (i32.load (i32.const 12))))
      (block $cut
        (loop $entry
          ;; The dirent is there whole, and then its name is.
          (br_if $cut (i32.gt_u (local.tee $name (i32.add (local.get $at) (i32.const 24))) (local.get $end)))
          (local.set $behind (i32.add (local.get $name) (i32.load offset=16 (local.get $at))))
          (br_if $cut (i32.gt_u (local.get $behind) (local.get $end)))

          (call $print (local.get $name) (i32.load offset=16 (local.get $at)))
          (local.set $folder (i32.eq (i32.load8_u offset=20 (local.get $at)) (i32.const 3)))
          (call $print (i32.sub (i32.const 97) (local.get $folder)) (i32.add (i32.const 1) (local.get $folder)))
          (local.set $cookie (i64.load (local.get $at)))
          (local.set $at (local.get $behind))
          (br $entry)))
      ;; A buffer that is not full has the last entry.
      (if (i32.eq (i32.load (i32.const 12)) (i32.const 80))
        (then
          ;; Not even one entry fitted: `nametoolong`.
          (if (i32.eq (local.get $at) (i32.const 16)) (then (call $proc_exit (i32.const 37))))
          (br $call)))))
  ;; #endregion start
)
