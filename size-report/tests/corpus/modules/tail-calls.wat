;; Calls that return, directly, through a table and through a reference.
(module (type $t (func (param i32) (result i32))) (table 1 funcref) (elem (i32.const 0) $a)
  (func $a (export "a") (type $t) (return_call $b (local.get 0)))
  (func $b (type $t) (return_call_indirect (type $t) (local.get 0) (i32.const 0)))
  (func (export "c") (param (ref $t)) (result i32) (return_call_ref $t (i32.const 1) (local.get 0))))
