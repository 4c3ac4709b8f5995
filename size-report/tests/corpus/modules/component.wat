;; A component with a core module and a lifted function.
(component (core module $m (func (export "f") (result i32) i32.const 1) (func $dead)) (core instance $i (instantiate $m))
  (func (export "f") (result s32) (canon lift (core func $i "f"))))
