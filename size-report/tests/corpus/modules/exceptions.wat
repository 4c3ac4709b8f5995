;; Exceptions with references.
(module (tag $t (export "t") (param i32)) (tag $unused) (tag $wide (export "wide") (param i64))
  (func (export "f") (result i32)
    (block $b (result i32) (try_table (catch $t $b) (throw $t (i32.const 1))) (i32.const 0)))
  (func (export "g") (result i64)
    (block $all (result exnref)
      (block $b (result i64 exnref) (try_table (catch_ref $wide $b) (catch_all_ref $all) (throw $wide (i64.const 1))) (unreachable))
      (drop) (return))
    (throw_ref)))
