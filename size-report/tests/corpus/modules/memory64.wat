;; Addresses of 64 bits, of a memory and of a table.
(module (memory i64 1 0x1_0000_0000) (table i64 2 funcref) (elem (i64.const 0) func $f) (data (i64.const 8) "x")
  (func $f (export "f") (result i32) (i32.load offset=0x1_0000_0000 (i64.const 0)))
  (func (export "size") (result i64) (drop (memory.grow (i64.const 1))) (table.size)))
