//! A module with only what something reaches, written as tightly as the format
//! allows.
//!
//! ```text
//! validate → parts → (summary → canonical → reach → numbering → encode)* → validate
//! ```
//!
//! The middle is repeated as long as it makes the module smaller: functions that
//! became alike, or that nothing calls any more, are found by the next round. So
//! a module that was slimmed is not made smaller by slimming it again.

mod body;
mod canonical;
mod component;
mod custom;
mod elements;
mod encode;
mod numbering;
mod parts;
mod reach;
mod references;
mod segments;
mod snip;
mod summary;
#[cfg(test)]
mod tests;

use anyhow::{Context, Result, ensure};
use rayon::prelude::*;
use wasmparser::{Export, Parser, Payload, WasmFeatures};

pub use self::snip::Pattern;

use self::body::Body;
use self::canonical::Canonical;
use self::encode::Encoder;
use self::numbering::Numbering;
use self::parts::{Parts, count};
use self::reach::Reached;
use self::summary::Summary;
use crate::module::entity::Space;
use crate::module::validity;

/// Changes whenever the same module would come out otherwise, so that a cache
/// asks again.
pub const VERSION: &str = "slim/1";

/// The custom sections that stay.
#[derive(Debug, Clone)]
pub enum Customs {
    /// All that still say the truth: not those about places in the code.
    All,
    /// Those of these names, each of which has to be there, and the one that a
    /// loader of shared libraries needs.
    Named(Vec<String>),
}

impl Customs {
    fn keep(&self, name: &str) -> bool {
        match self {
            Self::All => !custom::is_about_places(name),
            Self::Named(names) => custom::is_needed(name) || names.iter().any(|kept| kept == name),
        }
    }
}

/// The exports that stay.
#[derive(Debug, Clone)]
pub enum Exports {
    /// All but these, each of which has to be there.
    AllBut(Vec<String>),
    /// These, each of which has to be there.
    Only(Vec<String>),
}

/// What to leave out beside what nothing reaches.
#[derive(Debug, Clone)]
pub struct Options {
    /// Which custom sections stay.
    pub customs: Customs,
    /// Which exports stay.
    pub exports: Exports,
    /// Functions that become `unreachable`.
    pub snip: Vec<Pattern>,
    /// Whether Rust's panicking machinery becomes `unreachable`, too.
    pub snip_panics: bool,
}

impl Options {
    /// Those of the axis `slim`: what `strip` left stays as far as it can.
    pub fn of_axis() -> Self {
        Self { customs: Customs::All, exports: Exports::AllBut(Vec::new()), snip: Vec::new(), snip_panics: false }
    }
}

/// `wasm`, made smaller. What cannot be made smaller comes back as it was. Of a
/// component, the core modules are made smaller.
///
/// # Errors
///
/// If `wasm` is not valid, or `options` name what it does not have.
pub fn slim(wasm: &[u8], options: &Options) -> Result<Vec<u8>> {
    let (kind, take) = match Parser::is_component(wasm) {
        true => ("component", component::component as fn(&[u8], &Options) -> Result<Vec<u8>>),
        false => ("module", module as _),
    };
    validate(wasm).with_context(|| format!("this is not a valid {kind}"))?;
    check_customs(wasm, &options.customs)?;
    let slimmed = take(wasm, options)?;
    validate(&slimmed)
        .with_context(|| format!("slim wrote a {kind} that is not valid: please report this, with it"))?;
    Ok(if slimmed.len() < wasm.len() { slimmed } else { wasm.to_vec() })
}

fn module(wasm: &[u8], options: &Options) -> Result<Vec<u8>> {
    let mut parts = Parts::read(wasm)?;
    snip::snip(&mut parts, &options.snip, options.snip_panics)?;
    drop_exports(&mut parts, &options.exports)?;
    parts.customs.retain(|custom| options.customs.keep(custom.section.name()));
    let mut slimmed = round(&parts)?;
    loop {
        let next = round(&Parts::read(&slimmed)?)?;
        if next.len() >= slimmed.len() {
            return Ok(slimmed);
        }
        slimmed = next;
    }
}

fn validate(wasm: &[u8]) -> Result<()> {
    Ok(validity::check(wasm, WasmFeatures::all())?)
}

fn round(parts: &Parts<'_>) -> Result<Vec<u8>> {
    let imported = parts.imported(Space::Func);
    let traps = parts.functions.par_iter().map(parts::Function::only_traps).collect::<Result<Vec<_>>>()?;
    let traps = |index: u32| {
        let number = index.checked_sub(imported).and_then(|number| usize::try_from(number).ok());
        number.and_then(|number| traps.get(number)).copied().unwrap_or(false)
    };
    let parameters = parts.parameter_counts();
    let body = |number: usize| {
        let function = parts.functions.get(number).context("a function is not there")?;
        let parameters = *parameters.get(usize::try_from(function.ty)?).context("a function has no type")?;
        Body::of(function, parameters, traps)
    };
    let summarize = |number| Summary::of(&body(number)?);
    let summaries = (0..parts.functions.len()).into_par_iter().map(summarize).collect::<Result<Vec<_>>>()?;
    let canonical = Canonical::of(parts, &summaries, body)?;
    let reached = Reached::of(parts, &canonical, &summaries)?;
    let numbering = Numbering::of(parts, &canonical, &reached)?;
    Encoder { parts, reached: &reached, numbering: &numbering }.write(body)
}

fn drop_exports(parts: &mut Parts<'_>, exports: &Exports) -> Result<()> {
    let (flag, names) = match exports {
        Exports::AllBut(names) => ("--drop-export", names),
        Exports::Only(names) => ("--keep-export", names),
    };
    for name in names {
        let has = |export: &Export<'_>| export.name == name;
        ensure!(
            parts.exports.iter().any(has),
            "{flag} {name}: the module has no export of that name\nnext step: give one of those it has: {}",
            listed(parts.exports.iter().map(|export| export.name)),
        );
    }
    parts.exports.retain(|export| match exports {
        Exports::AllBut(names) => !names.iter().any(|name| name == export.name),
        Exports::Only(names) => names.iter().any(|name| name == export.name),
    });
    Ok(())
}

fn check_customs(wasm: &[u8], customs: &Customs) -> Result<()> {
    let Customs::Named(kept) = customs else { return Ok(()) };
    let mut names: Vec<&str> = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CustomSection(section) = payload? {
            names.push(section.name());
        }
    }
    for name in kept {
        ensure!(
            !custom::is_about_places(name),
            "--keep {name}: that section is about places in the code, and slim moves the code\n\
             next step: leave --keep {name} out"
        );
        ensure!(
            names.contains(&name.as_str()),
            "--keep {name}: there is no custom section of that name\n\
             next step: give one of those there are: {}",
            listed(names.into_iter()),
        );
    }
    Ok(())
}

/// At most twenty names, so that an error stays readable.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<_> = names.collect();
    let shown = names.iter().take(20).copied().collect::<Vec<_>>().join(", ");
    match count(names.len()) {
        0 => "none".to_owned(),
        1..=20 => shown,
        all => format!("{shown}, … ({all} in all)"),
    }
}
