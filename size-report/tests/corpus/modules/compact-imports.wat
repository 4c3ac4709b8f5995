;; Imports that share the name of their module, and others that share their type too.
(module
  (import "env" (item "a" (func $a)) (item "m" (memory 1)) (item "g" (global $g i32)))
  (import "more" (item "b") (item "c") (func (param i32)))
  (func (export "f") (call $a) (drop (global.get $g))))
