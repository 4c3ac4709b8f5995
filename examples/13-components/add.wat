(component
  (core module $code
    (func (export "add") (param i32 i32) (result i32)
      (i32.add (local.get 0) (local.get 1))))
  (core instance $guest (instantiate $code))
  (func (export "add") (param "left" u8) (param "right" u8) (result s16)
    (canon lift (core func $guest "add"))))
