//! What the program ends with, where it is not the guest that says so.

/// The guest came to its end, or a command was carried out.
pub const OK: u8 = 0;
/// A component ended and said that it failed, or its function gave an error.
pub const FAILED: u8 = 1;
/// `bench`: a module does not compute what the library does.
pub const DIFFERENT: u8 = 1;
/// The module or the arguments cannot be used; nothing was run.
pub const CANNOT: u8 = 2;
/// A table was to become larger than `--max-table`.
pub const TABLE: u8 = 120;
/// The guest's calls were nested more deeply than its stack allows.
pub const STACK: u8 = 121;
/// The memories were to become larger than `--max-memory`.
pub const MEMORY: u8 = 122;
/// The guest executed more than `--fuel` allows.
pub const FUEL: u8 = 123;
/// The guest ran longer than `--timeout`. It is the code of coreutils' `timeout`.
pub const TIMEOUT: u8 = 124;
/// The guest trapped: 128 and the number of SIGABRT, as of a program that aborts.
pub const TRAP: u8 = 134;

/// All of it, for `--help`.
pub const HELP: &str = "\
Exit codes: that of the guest · 1 a component failed, or bench: a module does not compute what the library does · \
2 the module or the arguments cannot be used · 120 over --max-table · 121 the stack is exhausted · 122 over \
--max-memory · 123 over --fuel · 124 over --timeout · 134 the guest trapped";
