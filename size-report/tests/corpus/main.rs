//! Every command, in every format, on modules of every kind.
//!
//! The modules in `modules/` are tried by each `cargo test`. The tests that are
//! ignored try those of the npm packages in `tasks/corpus.txt`: `make test-corpus`.

mod answers;
mod damage;
mod garbage;
mod modules;
mod page;
mod run;
mod versions;
