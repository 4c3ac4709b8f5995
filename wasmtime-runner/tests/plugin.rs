//! The plug-in host: what an embedder sees, and what node-harness agrees with.

#[path = "plugin/calls.rs"]
mod calls;
#[path = "plugin/guest.rs"]
mod guest;
#[path = "plugin/host.rs"]
mod host;
#[path = "plugin/many.rs"]
mod many;
#[path = "plugin/refusals.rs"]
mod refusals;
#[path = "plugin/transcript.rs"]
mod transcript;
