//! The program as a person runs it: real cargo, real crates, real modules.
//!
//! `make bless` rewrites the files in `golden/`.

mod cache;
mod check;
mod diff;
mod errors;
mod foreign;
mod guest;
mod help;
mod history;
mod html;
mod init;
mod interrupt;
mod lines;
mod pages;
mod project;
mod questions;
mod shards;
mod slim;
mod twiggy;
mod wasm_opt;
