(module
  ;; #region catch
  (import "js" "error" (tag $error (param externref)))
  (import "host" "risk" (func $risk))

  ;; What the host threw, or null.
  (func (export "attempt") (result externref)
    (block $caught (result externref)
      (try_table (catch $error $caught) (call $risk))
      (ref.null extern)))
  ;; #endregion catch
)
