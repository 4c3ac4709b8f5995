;; Two components in one: what the second imports is what the first exports.
(component
  (component $adder
    (core module $code
      (func (export "add") (param i32 i32) (result i32)
        (i32.add (local.get 0) (local.get 1))))
    (core instance $guest (instantiate $code))
    (func (export "add") (param "left" u8) (param "right" u8) (result s16)
      (canon lift (core func $guest "add"))))

  ;; #region compose
  (component $doubler
    (import "add" (func $add (param "left" u8) (param "right" u8) (result s16)))
    (core func $lowered (canon lower (func $add)))
    (core module $code
      (import "math" "add" (func $add (param i32 i32) (result i32)))
      (func (export "double") (param i32) (result i32)
        (call $add (local.get 0) (local.get 0))))
    (core instance $guest (instantiate $code (with "math" (instance (export "add" (func $lowered))))))
    (func (export "double") (param "number" u8) (result s16)
      (canon lift (core func $guest "double"))))

  (instance $one (instantiate $adder))
  (instance $two (instantiate $doubler (with "add" (func $one "add"))))
  (export "double" (func $two "double"))
  ;; #endregion compose
)
