;; A plug-in that greets whom the host's data names, and notes that it did.
(module
  (import "env" "memory" (memory 1))
  (import "host" "log" (func $log (param i32 i32)))
  (import "host" "get" (func $get (param i32 i32 i32 i32) (result i32)))
  (import "host" "set" (func $set (param i32 i32 i32 i32)))
  (data (i32.const 16) "name" "greeted" "yes")
  (data (i32.const 64) "Hello, ")
  ;; How long the greeting was, in bytes; 0 without a name.
  (func (export "greet") (result i32) (local $len i32)
    (local.set $len (call $get (i32.const 16) (i32.const 4) (i32.const 71) (i32.const 1024)))
    (if (i32.lt_s (local.get $len) (i32.const 0)) (then (return (i32.const 0))))
    (local.set $len (i32.add (local.get $len) (i32.const 7)))
    (call $log (i32.const 64) (local.get $len))
    (call $set (i32.const 20) (i32.const 7) (i32.const 27) (i32.const 3))
    (local.get $len)))
