;; Active and passive data, addresses that are no constant, and extended constant expressions.
(module
  (import "env" "memory" (memory 1)) (import "env" "base" (global $base i32)) (import "env" "wide" (global $wide i64))
  (global $sum i32 (i32.add (global.get $base) (i32.mul (i32.const 4) (i32.const 8))))
  (global $wider (export "wider") i64 (i64.sub (global.get $wide) (i64.const 1)))
  (data (global.get $base) "relocatable") (data (i32.add (global.get $base) (i32.const 100)) "extended")
  (data $p "passive") (data $unused "never") (data (i32.const -1) "")
  (func (export "f") (memory.init $p (global.get $sum) (i32.const 0) (i32.const 7)) (data.drop $p)
    (memory.copy (i32.const 0) (i32.const 8) (i32.const 4)) (memory.fill (i32.const 0) (i32.const 1) (i32.const 2))))
