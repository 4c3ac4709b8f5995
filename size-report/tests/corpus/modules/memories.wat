;; Several memories.
(module (memory $a 1) (memory $b (export "b") 2 3) (memory $unused 1) (data (memory $b) (i32.const 4) "b")
  (func (export "f") (result i32)
    (memory.copy $a $b (i32.const 0) (i32.const 0) (i32.const 1)) (v128.store8_lane $b 3 (i32.const 0) (v128.const i64x2 1 2))
    (i32.load $b (i32.const 0))))
