;; The shortest module.
(module)
