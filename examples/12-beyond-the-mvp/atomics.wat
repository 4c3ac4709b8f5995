(module
  (memory 1)

  ;; Adds so often, and takes the sum out if it is right; 0 if it is not.
  (func (export "count") (param $times i32) (result i32)
    (local $left i32)
    (local.set $left (local.get $times))
    (loop $more
      (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
      (br_if $more (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (i32.atomic.rmw.cmpxchg (i32.const 0) (local.get $times) (i32.const 0)))
)
