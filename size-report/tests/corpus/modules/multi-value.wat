;; Several results, and blocks that take parameters.
(module (type $t (func (param i32 i64) (result i64 i32)))
  (func (export "f") (type $t) (local.get 0) (local.get 1) (call 1)
    (block (param i64 i32) (result i64 i32) (br_if 0 (i32.const 1))) (if (type $t2) (i32.const 0) (then) (else)))
  (func (type $t) (local f32 f32 i32 f64) (local.get 1) (local.get 0)
    (loop (param i64 i32) (result i64 i32) (br_table 1 1 1 (i32.const 0))))
  (type $t2 (func (param i64 i32) (result i64 i32))))
