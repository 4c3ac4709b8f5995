(module
  (memory (export "memory") 1 1 shared)

  ;; Nobody is there to wake it: 2, after so many nanoseconds.
  (func (export "wait") (param $nanoseconds i64) (result i32)
    (memory.atomic.wait32 (i32.const 0) (i32.const 0) (local.get $nanoseconds)))
)
