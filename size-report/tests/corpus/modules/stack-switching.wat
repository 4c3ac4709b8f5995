;; Continuations.
(module (type $f (func)) (type $c (cont $f)) (tag $yield) (elem declare func $g) (func $g (suspend $yield))
  (func (export "f") (block $on (result (ref $c)) (resume $c (on $yield $on) (cont.new $c (ref.func $g))) (return)) (drop)))
