//! A scenario: steps that a plug-in is taken through, and the transcript of
//! what came out. node-harness (`src/scenario/`) reads the same files and writes
//! the same transcripts; `docs/plugins.md` has the format.

mod number;
mod step;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail, ensure};
use wasmtime::{Val, ValType};

use crate::exit;
use crate::invoke;
use crate::limits::Limits;
use crate::plugin::{Access, Event, Fault, Host, Instance, Placed, Plugin, custom_sections};
use step::{Contents, Step, Value, Variable};

/// What the plug-in said since the last step: the data of its instance.
type Said = String;

/// A plug-in on its way through a scenario.
pub(crate) struct Walk {
    plugin: Plugin<Said>,
    wasm: Vec<u8>,
    instance: Instance<Said>,
    stopped: bool,
    variables: BTreeMap<String, Variable>,
}

impl Walk {
    /// Compiles `wasm` and makes the first instance.
    ///
    /// # Errors
    ///
    /// If it cannot be used as a plug-in.
    pub(crate) fn start(limits: &Limits, name: &str, wasm: Vec<u8>) -> Result<Self> {
        let mut host = Host::new(limits)?;
        host.watch(|said: &mut Said, event| note(said, event));
        // So that a scenario ends in the same way each time.
        host.function("Math", "random", |_: &mut Access<'_, Said>, ()| Ok(0.5))?;
        let plugin = Plugin::from_bytes(&host, name, &wasm)?;
        let instance = plugin.instantiate(Said::new())?;
        Ok(Self { plugin, wasm, instance, stopped: false, variables: BTreeMap::new() })
    }

    /// Takes one line, and gives what the transcript has for it: nothing for a
    /// line without a step.
    ///
    /// # Errors
    ///
    /// If it is no step that can be taken.
    pub(crate) fn take(&mut self, line: &str) -> Result<String> {
        let line = line.trim_end();
        let Some(step) = Step::parse(line)? else { return Ok(String::new()) };
        let outcome = self.answer(&step)?;
        let said = std::mem::take(self.instance.data_mut());
        let answer = match outcome {
            Ok(answer) => answer,
            Err(text) => format!("error: {text}\n"),
        };
        Ok(format!("> {line}\n{said}{answer}"))
    }

    /// What comes of a step: text for the transcript, or the words of a fault.
    fn answer(&mut self, step: &Step) -> Result<Result<String, String>> {
        let outcome = match step {
            Step::Instantiate => self.instantiate(),
            Step::Section { name } => Ok(self.section(name)?),
            Step::Pages => Ok(format!("{}\n", self.instance.memory_len_bytes() >> 16)),
            Step::ReadBytes { ptr, len } => {
                let (ptr, len) = (self.address(ptr)?, self.address(len)?);
                self.instance.read_bytes(ptr, len).map(|bytes| hexdump(ptr, bytes)).map_err(|error| error.to_string())
            }
            Step::ReadText { ptr, len } => {
                let (ptr, len) = (self.address(ptr)?, self.address(len)?);
                self.instance.read_text(ptr, len).map(|text| format!("{text}\n")).map_err(|error| error.to_string())
            }
            _ if self.stopped => Err("the instance was stopped by an earlier call".to_owned()),
            Step::Call { name, arguments, variable } => self.call(name, arguments, variable.as_deref())?,
            Step::Write { contents, variable } => match self.instance.write_bytes(&contents.bytes()) {
                Ok(Placed { ptr, len }) => {
                    if let Some(variable) = variable {
                        self.variables.insert(variable.clone(), Variable { value: ptr.to_string(), len: Some(len) });
                    }
                    Ok(format!("{ptr:#x}\n"))
                }
                Err(fault) => Err(self.fault(fault)?),
            },
            Step::Release { variable } => match self.instance.release(self.placed(variable)?) {
                Ok(()) => Ok(String::new()),
                Err(fault) => Err(self.fault(fault)?),
            },
        };
        Ok(outcome)
    }

    fn instantiate(&mut self) -> Result<String, String> {
        self.variables.clear();
        match self.plugin.instantiate(Said::new()) {
            Ok(instance) => {
                (self.instance, self.stopped) = (instance, false);
                Ok(String::new())
            }
            Err(fault) => {
                self.stopped = true;
                Err(words(&fault))
            }
        }
    }

    fn section(&self, name: &str) -> Result<String> {
        let wasm = crate::load::to_binary(&self.wasm)?;
        let sections = custom_sections(&wasm, name)?;
        ensure!(!sections.is_empty(), "the module has no custom section `{name}`");
        Ok(sections.iter().map(|bytes| hexdump(0, bytes)).collect())
    }

    fn call(&mut self, name: &str, arguments: &[Value], variable: Option<&str>) -> Result<Result<String, String>> {
        let ty = self.instance.signature(name)?;
        let types: Vec<ValType> = ty.params().collect();
        ensure!(
            types.len() == arguments.len(),
            "`{name}` takes {} arguments, and {} are given",
            types.len(),
            arguments.len()
        );
        let values = types.iter().zip(arguments).map(|(ty, argument)| self.argument(ty, argument));
        let values = values.collect::<Result<Vec<Val>>>()?;
        let results = match self.instance.call_values(name, &values) {
            Ok(results) => results,
            Err(fault) => return Ok(Err(self.fault(fault)?)),
        };
        let texts: Vec<String> = results.iter().map(number::text).collect();
        if let Some(variable) = variable {
            let [value] = texts.as_slice() else { bail!("`{name}` gives {} values, and not one", texts.len()) };
            self.variables.insert(variable.to_owned(), Variable { value: value.clone(), len: None });
        }
        Ok(Ok(if texts.is_empty() { String::new() } else { texts.join(", ") + "\n" }))
    }

    fn argument(&self, ty: &ValType, argument: &Value) -> Result<Val> {
        let text = self.resolve(argument)?;
        let plain = text.strip_suffix('n');
        ensure!(plain.is_some() == ty.is_i64(), "`{text}` is no {ty}: those of i64 end in `n`, and no others do");
        invoke::value(ty, plain.unwrap_or(&text))
    }

    fn resolve(&self, value: &Value) -> Result<String> {
        match value {
            Value::Number(text) => Ok(text.clone()),
            Value::Variable(name) => Ok(self.variable(name)?.value.clone()),
            Value::Length(name) => Ok(self.placed(name)?.len.to_string()),
        }
    }

    fn variable(&self, name: &str) -> Result<&Variable> {
        self.variables.get(name).with_context(|| format!("no earlier step of this instance set `{name}`"))
    }

    fn placed(&self, name: &str) -> Result<Placed> {
        let variable = self.variable(name)?;
        let len = variable.len.with_context(|| format!("`{name}` was not set by `write`"))?;
        Ok(Placed { ptr: address(&variable.value)?, len })
    }

    fn address(&self, value: &Value) -> Result<u32> {
        address(&self.resolve(value)?)
    }

    /// The words of a fault, after which no other call of this instance follows.
    fn fault(&mut self, fault: Fault) -> Result<String> {
        if matches!(fault, Fault::NotCalled(_)) {
            return Err(fault.into());
        }
        self.stopped = true;
        Ok(words(&fault))
    }
}

/// An address or a length: what an `i32` is as bits.
fn address(text: &str) -> Result<u32> {
    match invoke::value(&ValType::I32, text)? {
        Val::I32(value) => Ok(value.cast_unsigned()),
        _ => bail!("`{text}` is no address"),
    }
}

/// The words of a fault that are the same in every host: not those in which an
/// engine says why it trapped.
fn words(fault: &Fault) -> String {
    match fault {
        Fault::Stopped(stopped) if [exit::TRAP, exit::STACK].contains(&stopped.code) => "the guest trapped".to_owned(),
        Fault::Stopped(_) => fault.to_string().lines().next().unwrap_or_default().to_owned(),
        fault => fault.to_string(),
    }
}

fn note(said: &mut Said, event: Event<'_>) {
    let _ = match event {
        Event::Line(line) => writeln!(said, "sent: {line}"),
        Event::Malloc { size, ptr } => writeln!(said, "malloc {size} -> {ptr:#x}"),
        Event::Free { ptr } => writeln!(said, "free {ptr:#x}"),
        Event::Realloc { ptr, size, new_ptr } => writeln!(said, "realloc {ptr:#x} {size} -> {new_ptr:#x}"),
    };
}

/// Address, sixteen bytes, and what they are in ASCII, with a dot for all that is not printable.
fn hexdump(ptr: u32, bytes: &[u8]) -> String {
    let mut out = String::new();
    for (row, bytes) in bytes.chunks(16).enumerate() {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
        let (left, right) = bytes.split_at(bytes.len().min(8));
        let ascii: String =
            bytes.iter().map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' }).collect();
        let addr = ptr as usize + row * 16;
        let _ = writeln!(out, "{addr:08x}  {:23}  {:23}  |{ascii}|", hex(left), hex(right));
    }
    out
}

impl Contents {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
            Self::Floats(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        }
    }
}
