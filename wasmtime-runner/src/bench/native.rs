//! Functions of a dynamic library.

#![expect(unsafe_code, reason = "loads a library and calls into it")]

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use object::Object as _;

/// A library that is loaded. Whoever names one trusts it as they would a program: its
/// initialisers run when it is loaded, and what it exports under the name of a kernel
/// has to be one.
pub struct Library {
    name: String,
    /// What it exports itself; looking a name up finds what the libraries that it
    /// needs export, too.
    exports: BTreeSet<Vec<u8>>,
    loaded: libloading::Library,
}

/// A kernel of a library.
pub struct Kernel<'l>(libloading::Symbol<'l, unsafe extern "C" fn(u32) -> u64>);

impl Library {
    /// Loads the library in the file `path`.
    ///
    /// # Errors
    ///
    /// If it is none, or not one for this machine.
    pub fn open(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let no_library = |why: &dyn std::fmt::Display| {
            anyhow!(
                "--native {name} cannot be loaded as a dynamic library: {why}\n\
                 next step: `crate-type = [\"cdylib\"]`, and `cargo build` without --target, make one for this machine"
            )
        };
        let bytes = std::fs::read(path).with_context(|| format!("--native {name} cannot be read"))?;
        let file = object::File::parse(&*bytes).map_err(|error| no_library(&error))?;
        let exports = file.exports().map_err(|error| no_library(&error))?;
        // Mach-O puts an underscore before every name of C.
        let prefix: &[u8] = if file.format() == object::BinaryFormat::MachO { b"_" } else { b"" };
        let plain = |name: &[u8]| name.strip_prefix(prefix).unwrap_or(name).to_owned();
        let names = exports.filter_map(|export| export.map(|export| export.name().name().map(plain)).transpose());
        let exports = names.collect::<object::Result<_>>().map_err(|error| no_library(&error))?;
        // With a name alone, the system would look for it elsewhere.
        let path = path.canonicalize().map_err(|error| no_library(&error))?;
        // SAFETY: the initialisers are those of a program that the user trusts.
        let loaded = unsafe { libloading::Library::new(path) }.map_err(|error| no_library(&error))?;
        Ok(Self { name, exports, loaded })
    }

    /// The library's file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The function of this name, if there is one.
    pub fn kernel(&self, name: &str) -> Option<Kernel<'_>> {
        if !self.exports.contains(name.as_bytes()) {
            return None;
        }
        // SAFETY: the library has it as a `fn(u32) -> u64` of C, as the user says.
        unsafe { self.loaded.get(name.as_bytes()) }.ok().map(Kernel)
    }
}

impl Kernel<'_> {
    /// Calls it.
    pub fn run(&self, work: u32) -> u64 {
        // SAFETY: it is such a function and safe to call, as the user says; the library
        // stays loaded for as long as this borrows it.
        unsafe { (self.0)(work) }
    }
}
