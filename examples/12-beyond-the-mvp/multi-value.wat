(module
  ;; #region results
  (func $divide (export "divide") (param $number i32) (param $by i32) (result i32 i32)
    (i32.div_u (local.get $number) (local.get $by))
    (i32.rem_u (local.get $number) (local.get $by)))

  (func (export "clock") (param $seconds i32) (result i32 i32 i32)
    (call $divide (local.get $seconds) (i32.const 3600)) ;; the hours, and seconds that remain
    (call $divide (i32.const 60)))                       ;; of which these are the minutes
  ;; #endregion results
)
