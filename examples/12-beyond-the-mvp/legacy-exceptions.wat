(module
  (tag $odd (export "odd") (param i32))

  (func $half (export "half") (param $number i32) (result i32)
    (if (i32.and (local.get $number) (i32.const 1))
      (then (throw $odd (local.get $number))))
    (i32.shr_s (local.get $number) (i32.const 1)))

  (func (export "step") (param $number i32) (result i32)
    try (result i32)
      (call $half (local.get $number))
    catch $odd
      i32.const 3
      i32.mul
      i32.const 1
      i32.add
    end)
)
