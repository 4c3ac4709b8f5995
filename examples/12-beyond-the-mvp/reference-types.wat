(module
  ;; #region kept
  (table $kept (export "kept") 0 externref)

  ;; The place of the object, or -1 if there is no room.
  (func (export "keep") (param $object externref) (result i32)
    (table.grow $kept (local.get $object) (i32.const 1)))
  (func (export "get") (param $place i32) (result externref)
    (table.get $kept (local.get $place)))
  (func (export "forget") (param $place i32)
    (table.set $kept (local.get $place) (ref.null extern)))
  ;; #endregion kept

  ;; Makes room, and counts the places that are empty: a host without objects can call this.
  (func (export "empty") (param $room i32) (result i32)
    (local $place i32) (local $empty i32)
    (drop (table.grow $kept (ref.null extern) (local.get $room)))
    (loop $next
      (local.set $empty (i32.add (local.get $empty) (ref.is_null (table.get $kept (local.get $place)))))
      (br_if $next
        (i32.lt_u (local.tee $place (i32.add (local.get $place) (i32.const 1))) (table.size $kept))))
    (local.get $empty))
)
