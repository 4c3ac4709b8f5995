;; The name section is cut off within a part of it: its bytes are still counted.
(module binary "\00asm\01\00\00\00" "\01\04\01\60\00\00" "\03\02\01\00" "\0a\04\01\02\00\0b"
  "\00\0e\04name" "\01\04\01\00\01f" "\02\30\01")
