;; The world of guest.wit in text format.
(component
  (core module $code
    ;; #region greet
    (memory (export "memory") 1)
    (data (i32.const 24) "Hello, ")
    ;; Results are below 24. What is free begins at 32, again after each call.
    (global $free (mut i32) (i32.const 32))

    ;; Bytes for an answer: `string` as its address and its length, at 0.
    (func (export "greet") (param $name i32) (param $len i32) (result i32)
      (local $line i32)
      (local.set $line (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (i32.add (local.get $len) (i32.const 8))))
      (memory.copy (local.get $line) (i32.const 24) (i32.const 7))
      (memory.copy (i32.add (local.get $line) (i32.const 7)) (local.get $name) (local.get $len))
      (i32.store8 offset=7 (i32.add (local.get $line) (local.get $len)) (i32.const 33))
      (i32.store (i32.const 0) (local.get $line))
      (i32.store (i32.const 4) (i32.add (local.get $len) (i32.const 8)))
      (i32.const 0))
    ;; #endregion greet

    (func (export "add") (param $left i32) (param $right i32) (result i32)
      (i32.add (local.get $left) (local.get $right)))

    ;; `option<range>` at 0: whether there is one, then at 8 the record's fields.
    (func (export "range-of") (param $at i32) (param $len i32) (result i32)
      (i32.store8 (i32.const 0) (i32.ne (local.get $len) (i32.const 0)))
      (f64.store (i32.const 8) (f64.const inf))
      (f64.store (i32.const 16) (f64.const -inf))
      (block $done
        (loop $next
          (br_if $done (i32.eqz (local.get $len)))
          (if (f64.lt (f64.load (local.get $at)) (f64.load (i32.const 8)))
            (then (f64.store (i32.const 8) (f64.load (local.get $at)))))
          (if (f64.gt (f64.load (local.get $at)) (f64.load (i32.const 16)))
            (then (f64.store (i32.const 16) (f64.load (local.get $at)))))
          (local.set $at (i32.add (local.get $at) (i32.const 8)))
          (local.set $len (i32.sub (local.get $len) (i32.const 1)))
          (br $next)))
      (i32.const 0))

    ;; #region blocks
    ;; A block of `size` bytes, behind all others; one that had fewer, `old_size`, is copied to there.
    (func $realloc (export "realloc")
      (param $old i32) (param $old_size i32) (param $align i32) (param $size i32) (result i32)
      (local $block i32) (local $pages i32)
      (if (i32.le_u (local.get $size) (local.get $old_size)) (then (return (local.get $old))))
      (local.set $block (i32.and
        (i32.add (global.get $free) (i32.sub (local.get $align) (i32.const 1)))
        (i32.sub (i32.const 0) (local.get $align))))
      (if (i32.lt_u (i32.add (local.get $block) (local.get $size)) (global.get $free)) (then unreachable))
      (global.set $free (i32.add (local.get $block) (local.get $size)))
      ;; If there are not so many pages, the block is not in the memory, and whoever writes there will trap.
      (local.set $pages (i32.add (i32.shr_u (i32.sub (global.get $free) (i32.const 1)) (i32.const 16)) (i32.const 1)))
      (if (i32.gt_u (local.get $pages) (memory.size))
        (then (drop (memory.grow (i32.sub (local.get $pages) (memory.size))))))
      (memory.copy (local.get $block) (local.get $old) (local.get $old_size))
      (local.get $block))

    ;; Called with what `greet` or `range-of` gave, when that has been read.
    (func (export "post-return") (param i32)
      (global.set $free (i32.const 32)))
    ;; #endregion blocks
  )

  ;; #region lift
  (core instance $guest (instantiate $code))
  (alias core export $guest "memory" (core memory $memory))
  (alias core export $guest "realloc" (core func $realloc))
  (alias core export $guest "post-return" (core func $post-return))

  (type $range-record (record (field "least" f64) (field "most" f64)))
  (import "range" (type $range (eq $range-record)))

  (func (export "add") (param "left" u8) (param "right" u8) (result s16)
    (canon lift (core func $guest "add")))
  (func (export "greet") (param "name" string) (result string)
    (canon lift (core func $guest "greet") (memory $memory) (realloc $realloc) (post-return $post-return)))
  (func (export "range-of") (param "numbers" (list f64)) (result (option $range))
    (canon lift (core func $guest "range-of") (memory $memory) (realloc $realloc) (post-return $post-return)))
  ;; #endregion lift
)
