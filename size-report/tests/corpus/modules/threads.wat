;; A shared memory and atomic instructions.
(module (import "env" "memory" (memory 1 2 shared)) (memory 1) (data $p "passive")
  (func $init (memory.init $p (i32.const 0) (i32.const 0) (i32.const 7)) (data.drop $p)) (start $init)
  (func (export "f") (param i32) (result i64)
    (drop (memory.atomic.wait32 (local.get 0) (i32.const 1) (i64.const -1))) (drop (memory.atomic.notify (local.get 0) (i32.const 1)))
    (atomic.fence) (i64.atomic.rmw.cmpxchg (local.get 0) (i64.const 1) (i64.const 2))))
