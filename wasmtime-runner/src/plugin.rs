//! Plug-ins: modules that import their memory, and what a host offers them.
//!
//! It is the second host of the contract in `docs/host.md`, beside node-harness,
//! and gives the same answers in the same words; in scenarios, with the same
//! addresses too.
//!
//! ```text
//! Host ──▶ Plugin ──▶ Instance ──▶ call
//! what is  compiled   a memory of   typed
//! offered  and        its own, in
//!          checked    any thread
//! ```
//!
//! No pointer from a guest is used before it was compared with the memory, and
//! nothing that a guest does is a panic here: it is a [`Fault`].

mod access;
mod builtin;
mod fault;
mod heap;
mod host;
mod instance;
mod load;
mod memory;
mod panic;
mod section;
mod text;
mod value;

pub use access::{Access, Event};
pub use fault::Fault;
pub use host::Host;
pub use instance::{Function, Instance, Placed};
pub use load::Plugin;
pub use panic::GuestPanic;
pub use section::custom_sections;
pub use value::{Params, Results, Value};
