;; A custom section between each two others.
(module (@custom "a" (before first) "1") (@custom "b" (after type) "2") (@custom "c" (before code) "3")
  (@custom "d" (after data) "4") (@producers (language "C" "17") (processed-by "x" "1"))
  (memory 1) (data (i32.const 0) "x") (func (export "f") nop))
