;; Nothing but custom sections, one of them without contents and one without a name.
(module (@custom "one" "payload") (@custom "empty" "") (@custom "" "no name") (@custom "one" "again"))
