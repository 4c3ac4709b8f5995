(module
  (func (export "add") (param $left i32) (param $right i32) (result i32)
                      ;; on the stack:
    local.get $left   ;; left
    local.get $right  ;; left, right
    i32.add))         ;; their sum
