//! How a guest ended: with a code of its own, or stopped, and why.

use std::fmt::{self, Write as _};

use wasmtime::{Trap, WasmBacktrace};
use wasmtime_wasi::I32Exit;

use crate::exit;
use crate::limits::{Limits, Reached};

/// Why a guest did not come to its end by itself.
#[derive(Debug, Clone)]
pub struct Stopped {
    /// What the program exits with.
    pub code: u8,
    /// What standard error says, if anything.
    pub message: Option<String>,
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Some(message) => f.write_str(message),
            None => write!(f, "the guest ended with exit code {}", self.code),
        }
    }
}

impl std::error::Error for Stopped {}

impl Stopped {
    /// Whether `error`, of making an instance, is about something else than what the guest did.
    pub fn never_ran(error: &wasmtime::Error) -> bool {
        !(error.is::<I32Exit>() || error.is::<Reached>() || error.is::<Trap>() || error.is::<WasmBacktrace>())
    }

    /// What `error`, which ended the guest, means under `limits`.
    pub fn by(error: &wasmtime::Error, limits: &Limits) -> Self {
        if let Some(I32Exit(code)) = error.downcast_ref() {
            // As a process does, which has eight bits for it.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an exit code has eight bits"
            )]
            return Self { code: *code as u8, message: None };
        }
        let (code, why) = match (error.downcast_ref::<Reached>(), error.downcast_ref::<Trap>()) {
            (Some(reached @ Reached::Memory(..)), _) => (exit::MEMORY, format!("the guest was stopped: {reached}")),
            (Some(reached @ Reached::Table(..)), _) => (exit::TABLE, format!("the guest was stopped: {reached}")),
            (None, Some(Trap::OutOfFuel)) => {
                (exit::FUEL, format!("the guest was stopped: it used up --fuel {}", limits.fuel.unwrap_or(0)))
            }
            (None, Some(Trap::Interrupt)) => {
                let time = limits.timeout.unwrap_or_default();
                (exit::TIMEOUT, format!("the guest was stopped: it ran longer than --timeout {time:?}"))
            }
            (None, Some(Trap::StackOverflow)) => (
                exit::STACK,
                "the guest's stack is exhausted: its calls are nested too deeply for --max-stack".to_owned(),
            ),
            (None, Some(trap)) => (exit::TRAP, format!("the guest trapped: {}", without_prefix(*trap))),
            (None, None) => (exit::TRAP, format!("a call of the host failed: {}", error.root_cause())),
        };
        let stack = error.downcast_ref::<WasmBacktrace>().map(stack).unwrap_or_default();
        Self { code, message: Some(why + &stack) }
    }
}

fn without_prefix(trap: Trap) -> String {
    let text = trap.to_string();
    text.strip_prefix("wasm trap: ").unwrap_or(&text).to_owned()
}

/// How many calls of a stack are listed.
const CALLS: usize = 20;

/// A line for each call, the innermost first: the function, and the file and
/// line where DWARF says so, or else the offset in the module.
fn stack(backtrace: &WasmBacktrace) -> String {
    let mut out = String::new();
    for frame in backtrace.frames().iter().take(CALLS) {
        let own = frame.func_name().map_or_else(|| format!("func[{}]", frame.func_index()), demangled);
        let mut said = false;
        for symbol in frame.symbols() {
            let Some(file) = symbol.file() else { continue };
            let name = symbol.name().map_or_else(|| own.clone(), demangled);
            let line = symbol.line().map(|line| format!(":{line}")).unwrap_or_default();
            let column = symbol.column().map(|column| format!(":{column}")).unwrap_or_default();
            let _ = write!(out, "\n  {name}\n      at {file}{line}{column}");
            said = true;
        }
        if !said {
            let offset = frame.module_offset().map(|offset| format!(" (at offset {offset:#x})")).unwrap_or_default();
            let _ = write!(out, "\n  {own}{offset}");
        }
    }
    if let Some(more @ 1..) = backtrace.frames().len().checked_sub(CALLS) {
        let _ = write!(out, "\n  … and {more} more");
    }
    out
}

fn demangled(name: &str) -> String {
    match rustc_demangle::try_demangle(name) {
        Ok(name) => format!("{name:#}"),
        Err(_) => name.to_owned(),
    }
}
