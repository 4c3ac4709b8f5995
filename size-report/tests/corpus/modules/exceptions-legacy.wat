;; Exceptions as they were before references.
(module (tag $t (param i32))
  (func (export "f") (result i32)
    try (result i32) i32.const 1 throw $t catch $t catch_all try (result i32) i32.const 2 delegate 0 end)
  (func (export "g") try call $h catch_all rethrow 0 end) (func $h))
