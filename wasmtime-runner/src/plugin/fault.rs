//! Why a call of a plug-in has no result.

use std::fmt;

use crate::limits::{Limits, Reached};
use crate::outcome::Stopped;
use crate::plugin::panic::GuestPanic;

/// Why a call has no result. After all but `NotCalled` the guest's state is
/// whatever it was in the middle of the call, so its instance is not called again.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The call could not be made, and nothing was run: there is no such function,
    /// it has another signature, or an argument does not fit.
    NotCalled(String),
    /// The guest panicked and told the host, through `env.panic`.
    Panicked(GuestPanic),
    /// The guest asked the host for what cannot be done: to read past the end of
    /// memory, say. Holds what a function of the host said.
    Refused(String),
    /// The guest trapped, or reached a limit.
    Stopped(Stopped),
    /// An earlier call of this instance ended in one of these. Holds which.
    Poisoned(String),
}

impl Fault {
    /// What `error`, which ended a call, means under `limits`.
    pub(crate) fn of(error: &wasmtime::Error, limits: &Limits) -> Self {
        if let Some(panic) = error.downcast_ref::<GuestPanic>() {
            return Self::Panicked(panic.clone());
        }
        match error.downcast_ref::<Refusal>() {
            Some(Refusal(text)) => Self::Refused(text.clone()),
            None => Self::Stopped(Stopped::by(error, limits)),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCalled(text) | Self::Refused(text) => f.write_str(text),
            Self::Panicked(panic) => panic.fmt(f),
            Self::Stopped(stopped) => match &stopped.message {
                Some(message) => f.write_str(message),
                None => write!(f, "the guest exited with {}", stopped.code),
            },
            Self::Poisoned(why) => {
                write!(f, "the instance was stopped by an earlier call: {why}\nnext step: make a new instance")
            }
        }
    }
}

impl std::error::Error for Fault {}

/// How what a function of the host said travels through the guest's frames.
#[derive(Debug)]
struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

/// Ends the guest with `error`, so that [`Fault::of`] finds it again.
pub(crate) fn ending(error: anyhow::Error) -> wasmtime::Error {
    if let Some(panic) = error.downcast_ref::<GuestPanic>() {
        return wasmtime::Error::new(panic.clone());
    }
    match error.downcast_ref::<Reached>() {
        Some(reached) => wasmtime::Error::new(*reached),
        None => wasmtime::Error::new(Refusal(format!("{error:#}"))),
    }
}
