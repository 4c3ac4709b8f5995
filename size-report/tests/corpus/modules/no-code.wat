;; Data and a global, and no function.
(module (memory (export "m") 1) (data (i32.const 0) "text") (global (export "g") i32 (i32.const 1)))
