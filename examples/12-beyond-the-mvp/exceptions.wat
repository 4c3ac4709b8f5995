(module
  ;; #region tag
  (tag $odd (export "odd") (param i32))

  (func $half (export "half") (param $number i32) (result i32)
    (if (i32.and (local.get $number) (i32.const 1))
      (then (throw $odd (local.get $number))))
    (i32.shr_s (local.get $number) (i32.const 1)))

  ;; Half of the number, or if it is odd three times it and one.
  (func (export "step") (param $number i32) (result i32)
    (block $caught (result i32)
      (return (try_table (result i32) (catch $odd $caught)
        (call $half (local.get $number)))))
    ;; Here is what was thrown.
    (i32.add (i32.mul (i32.const 3)) (i32.const 1)))
  ;; #endregion tag
)
