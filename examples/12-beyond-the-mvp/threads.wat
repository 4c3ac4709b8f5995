(module
  ;; #region memory
  (import "env" "memory" (memory 1 1 shared))
  (global $met i32 (i32.const 0))  ;; how many have come
  (global $lock i32 (i32.const 4)) ;; 0: free, 1: taken, 2: taken, and somebody waits
  (global $sum i32 (i32.const 8))
  ;; #endregion memory

  ;; #region meet
  ;; The first of two threads sleeps until the second is here as well, and wakes it.
  (func (export "meet") (result i32)
    (if (result i32) (i32.atomic.rmw.add (global.get $met) (i32.const 1))
      (then (memory.atomic.notify (global.get $met) (i32.const 1)))
      (else (memory.atomic.wait32 (global.get $met) (i32.const 1) (i64.const -1)))))
  ;; #endregion meet

  ;; #region lock
  (func $lock
    (if (i32.atomic.rmw.cmpxchg (global.get $lock) (i32.const 0) (i32.const 1))
      (then
        (loop $again
          (if (i32.atomic.rmw.xchg (global.get $lock) (i32.const 2))
            (then
              (drop (memory.atomic.wait32 (global.get $lock) (i32.const 2) (i64.const -1)))
              (br $again)))))))

  (func $unlock
    (if (i32.eq (i32.atomic.rmw.xchg (global.get $lock) (i32.const 0)) (i32.const 2))
      (then (drop (memory.atomic.notify (global.get $lock) (i32.const 1))))))
  ;; #endregion lock

  (func $add
    (i32.store (global.get $sum) (i32.add (i32.load (global.get $sum)) (i32.const 1))))

  (func (export "locked") (param $times i32)
    (loop $more
      (call $lock)
      (call $add)
      (call $unlock)
      (br_if $more (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))

  (func (export "unlocked") (param $times i32)
    (loop $more
      (call $add)
      (br_if $more (local.tee $times (i32.sub (local.get $times) (i32.const 1))))))

  (func (export "sum") (result i32)
    (i32.atomic.load (global.get $sum)))
)
