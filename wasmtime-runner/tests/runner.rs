//! What the command line does, with the real program.

#[path = "runner/cache.rs"]
mod cache;
#[path = "runner/component.rs"]
mod component;
#[path = "runner/denial.rs"]
mod denial;
#[path = "runner/files.rs"]
mod files;
#[path = "runner/granted.rs"]
mod granted;
#[path = "runner/guest.rs"]
mod guest;
#[path = "runner/limits.rs"]
mod limits;
#[path = "runner/mutants.rs"]
mod mutants;
#[path = "runner/names.rs"]
mod names;
#[path = "runner/program.rs"]
mod program;
#[path = "runner/script.rs"]
mod script;
#[path = "runner/system.rs"]
mod system;
#[path = "runner/wave.rs"]
mod wave;
