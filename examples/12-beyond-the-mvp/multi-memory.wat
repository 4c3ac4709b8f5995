(module
  ;; #region copy
  (memory $in (export "in") 1)
  (memory $out (export "out") 1)
  (data (memory $in) (i32.const 0) "\2a")

  ;; Moves a byte over, and says what is in both then.
  (func (export "move") (param $at i32) (result i32)
    (memory.copy $out $in (local.get $at) (i32.const 0) (i32.const 1))
    (memory.fill $in (i32.const 0) (i32.const 0) (i32.const 1))
    (i32.sub (i32.load8_u $out (local.get $at)) (i32.load8_u $in (i32.const 0))))
  ;; #endregion copy
)
