(module
  ;; #region beyond
  (memory (export "memory") i64 1)

  ;; Writes beyond 4 GiB and reads it back; 0 if there is no such memory.
  (func (export "beyond") (param $number i32) (result i32)
    (if (i64.eq (memory.grow (i64.const 0x1_0000)) (i64.const -1)) (then (return (i32.const 0))))
    (i32.store (i64.const 0x1_0000_0000) (local.get $number))
    ;; An address of 32 bits would have wrapped around to 0.
    (i32.sub (i32.load (i64.const 0x1_0000_0000)) (i32.load (i64.const 0))))
  ;; #endregion beyond
)
