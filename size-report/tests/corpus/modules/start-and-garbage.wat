;; A start function, and things of every kind that nothing reaches.
(module (type $dead (func (param f64))) (import "env" "dead" (func $imported)) (import "env" "live" (func $live))
  (memory $m 1) (table $dead-table 1 funcref) (global $dead-global i32 (i32.const 1)) (global $live-global (mut i32) (i32.const 1))
  (tag $dead-tag) (data $dead-data "x") (elem $dead-elem func $only-in-dead-elem)
  (func $start (global.set $live-global (i32.const 2)) (call $live)) (start $start)
  (func $only-in-dead-elem) (func $dead-cycle (call $dead-cycle2)) (func $dead-cycle2 (call $dead-cycle))
  (func $dead-by-global (drop (global.get $dead-global)) (call $imported)))
