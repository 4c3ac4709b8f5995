;; Vectors, and the relaxed ones.
(module (memory 1)
  (func (export "f") (param v128) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 (local.get 0) (v128.load8x8_s offset=8 (i32.const 0))))
  (func (export "g") (param v128) (result v128) (f32x4.add (local.get 0) (v128.const f32x4 1 nan -0 inf)))
  (func (export "h") (param v128) (result v128)
    (f32x4.relaxed_madd (local.get 0) (i8x16.relaxed_swizzle (local.get 0) (local.get 0))
      (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get 0) (local.get 0) (local.get 0)))))
