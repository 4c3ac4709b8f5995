;; Shared globals and functions, and atomic access to them.
(module (global $g (shared mut i64) (i64.const 0))
  (func (export "f") (result i64) (global.atomic.rmw.add seqcst $g (i64.const 1))))
