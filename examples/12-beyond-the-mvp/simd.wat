(module
  (memory 1)
  (data (i32.const 0) "\01\00\02\00\03\00\04\00\05\00\06\00\07\00\08\00")  ;;  1 2 3 4 5 6 7 8
  (data (i32.const 16) "\08\00\07\00\06\00\05\00\04\00\03\00\02\00\01\00") ;;  8 7 6 5 4 3 2 1

  ;; #region dot
  ;; Eight products of 16 bits, of which neighbours are added: four sums of 32 bits.
  (func $sums (export "sums") (param $a i32) (param $b i32) (result v128)
    (i32x4.dot_i16x8_s (v128.load (local.get $a)) (v128.load (local.get $b))))

  (func (export "dot") (param $a i32) (param $b i32) (result i32)
    (local $sums v128)
    (local.set $sums (call $sums (local.get $a) (local.get $b)))
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
      (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums)))))
  ;; #endregion dot
)
