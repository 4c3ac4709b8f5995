;; A memory whose pages are bytes.
(module (memory 5 10 (pagesize 1)) (data (i32.const 0) "12345") (func (export "f") (result i32) (i32.load8_u (i32.const 4))))
