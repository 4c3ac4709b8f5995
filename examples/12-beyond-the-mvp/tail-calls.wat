(module
  ;; #region sum
  ;; The sum of all numbers up to $to, and of $before.
  (func $sum (export "sum") (param $to i64) (param $before i64) (result i64)
    (if (i64.eqz (local.get $to)) (then (return (local.get $before))))
    (return_call $sum
      (i64.sub (local.get $to) (i64.const 1))
      (i64.add (local.get $before) (local.get $to))))
  ;; #endregion sum

  ;; The same with a call that comes back.
  (func $deep (export "deep") (param $to i64) (param $before i64) (result i64)
    (if (i64.eqz (local.get $to)) (then (return (local.get $before))))
    (return (call $deep
      (i64.sub (local.get $to) (i64.const 1))
      (i64.add (local.get $before) (local.get $to)))))
)
