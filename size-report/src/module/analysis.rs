//! A file taken apart: a core module, or a component with the modules in it.

use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail, ensure};
use wasmparser::BinaryReader;

use crate::module::dwarf::Dwarf;
use crate::module::graph::Graph;
use crate::module::layout::Layout;
use crate::module::names::Names;
use crate::module::placed;
use crate::module::row::{Kind, Row, SectionRow};

/// How many components may be one within the other. Engines allow fewer.
const DEEPEST: usize = 100;

/// A core module in a file.
#[derive(Debug)]
pub struct Part<'a> {
    /// What stands before its names: nothing, or where it is in the component.
    pub prefix: String,
    /// Its bytes.
    pub layout: Layout<'a>,
    /// What its things are called.
    pub names: Names<'a>,
    /// Where its code was written.
    pub dwarf: Dwarf<'a>,
    graph: OnceLock<Graph>,
}

impl Part<'_> {
    /// The name of a row.
    pub fn name_of(&self, row: &Row) -> String {
        let name = match (row.kind, row.entity) {
            (Kind::Import, _) | (_, None) => row.label.to_string(),
            (_, Some(entity)) => self.names.get(entity),
        };
        format!("{}{name}", self.prefix)
    }

    /// What refers to what. Function bodies are read once, however often this is
    /// asked.
    ///
    /// # Errors
    ///
    /// If one of them is malformed.
    pub fn graph(&self) -> Result<&Graph> {
        if let Some(graph) = self.graph.get() {
            return Ok(graph);
        }
        let graph = Graph::of(&self.layout)?;
        Ok(self.graph.get_or_init(|| graph))
    }
}

/// A file taken apart.
#[derive(Debug, Default)]
pub struct Analysis<'a> {
    /// How long it is.
    pub bytes: u64,
    /// What is outside of all core modules.
    pub rows: Vec<Row>,
    /// The sections outside of all core modules.
    pub sections: Vec<SectionRow>,
    /// The core modules.
    pub parts: Vec<Part<'a>>,
}

impl<'a> Analysis<'a> {
    /// Takes `wasm` apart.
    ///
    /// # Errors
    ///
    /// If it is neither a module nor a component, or malformed; the error has the
    /// offset and the cause.
    pub fn of(wasm: &'a [u8]) -> Result<Self> {
        Self::taken_apart(wasm).map_err(|error| placed(error, wasm))
    }

    fn taken_apart(wasm: &'a [u8]) -> Result<Self> {
        let mut analysis = Self { bytes: wasm.len() as u64, ..Self::default() };
        ensure!(!wasm.is_empty(), "the file is empty (at offset 0x0)");
        ensure!(
            wasm.starts_with(b"\0asm"),
            "this is no WebAssembly: it does not begin with the bytes 00 61 73 6d (at offset 0x0)"
        );
        match wasm.get(4..8) {
            Some([1, 0, 0, 0]) => analysis.module(wasm, 0, String::new())?,
            Some([_, 0, 1, 0]) => analysis.component(wasm, 0, "", 0)?,
            Some(version) => bail!("{version:02x?} is no version of WebAssembly that is known here (at offset 0x4)"),
            None => bail!("the file ends within the preamble (at offset {:#x})", wasm.len()),
        }
        Ok(analysis)
    }

    /// Takes the names of `twin`, the same file before it was stripped, and its
    /// DWARF.
    ///
    /// # Errors
    ///
    /// If `twin` has other functions, so that its names would be wrong here.
    pub fn take_names(&mut self, twin: Self) -> Result<()> {
        let advice = "next step: give the file that was stripped, as it was before";
        ensure!(
            self.parts.len() == twin.parts.len(),
            "it has {} modules, and the file has {}\n{advice}",
            twin.parts.len(),
            self.parts.len()
        );
        for (part, twin) in self.parts.iter_mut().zip(twin.parts) {
            let code = |layout: &Layout<'a>| -> Vec<&'a [u8]> {
                layout.bodies.iter().map(|body| body.body.as_bytes()).collect()
            };
            let (ours, theirs) = (code(&part.layout), code(&twin.layout));
            ensure!(
                part.layout.imported_functions == twin.layout.imported_functions && ours == theirs,
                "its functions are not those of the file ({} of {} are the same)\n{advice}",
                ours.iter().zip(&theirs).filter(|(ours, theirs)| ours == theirs).count(),
                ours.len()
            );
            part.names = twin.names;
            if !part.dwarf.has_lines() {
                part.dwarf = twin.dwarf;
            }
        }
        Ok(())
    }

    fn module(&mut self, wasm: &'a [u8], offset: u64, prefix: String) -> Result<()> {
        let layout = Layout::of(wasm, offset)?;
        let (names, dwarf) = (Names::of(&layout), Dwarf::of(&layout));
        self.parts.push(Part { prefix, layout, names, dwarf, graph: OnceLock::new() });
        Ok(())
    }

    fn component(&mut self, wasm: &'a [u8], offset: u64, prefix: &str, depth: usize) -> Result<()> {
        const PREAMBLE_LEN: usize = 8;
        const SECTIONS: [&str; 12] = [
            "custom",
            "core module",
            "core instance",
            "core type",
            "component",
            "instance",
            "alias",
            "type",
            "canonical function",
            "start",
            "import",
            "export",
        ];
        ensure!(depth < DEEPEST, "more than {DEEPEST} components are one within the other at offset {offset:#x}");
        ensure!(wasm.len() >= PREAMBLE_LEN, "the component at offset {offset:#x} is cut off");
        self.row(Kind::Preamble, format!("{prefix}magic number and version"), PREAMBLE_LEN as u64);
        let mut reader = BinaryReader::new(&wasm[PREAMBLE_LEN..], offset + PREAMBLE_LEN as u64);
        let (mut modules, mut components) = (0, 0);
        while !reader.eof() {
            let start = reader.original_position();
            let id = reader.read_u8()?;
            let section = |contents: u64| contents - start;
            let mut contents =
                reader.read_reader().with_context(|| format!("section {id} at offset {start:#x} is cut off"))?;
            let at = contents.original_position();
            let length = contents.bytes_remaining();
            let name = SECTIONS.get(usize::from(id)).copied().unwrap_or("unknown");
            let label = format!("{prefix}{name} section");
            self.sections.push(SectionRow {
                name: format!("{prefix}{name}"),
                bytes: section(at) + length as u64,
                entries: None,
            });
            match id {
                1 | 4 => {
                    self.row(Kind::SectionHeader, label, section(at));
                    let inner = contents.read_bytes(length)?;
                    if id == 1 {
                        self.module(inner, at, format!("{prefix}module[{modules}] "))?;
                        modules += 1;
                    } else {
                        ensure!(inner.get(6) == Some(&1), "there is no component at offset {at:#x}");
                        self.component(inner, at, &format!("{prefix}component[{components}] "), depth + 1)?;
                        components += 1;
                    }
                }
                0 => {
                    let own = contents.read_string()?;
                    self.row(Kind::Custom, format!("{prefix}{own}"), section(at) + length as u64);
                }
                _ => self.row(Kind::Component, label, section(at) + length as u64),
            }
        }
        Ok(())
    }

    fn row(&mut self, kind: Kind, label: String, bytes: u64) {
        self.rows.push(Row { kind, entity: None, label: label.into(), bytes });
    }
}

/// Takes the file at `path` apart, gives it the names and the DWARF of its twin,
/// and asks.
///
/// # Errors
///
/// Names the file that cannot be read, or that the names are not of, or that the
/// question has no answer for.
pub fn about<T>(path: &Path, twin: Option<&Path>, ask: impl FnOnce(&Analysis<'_>) -> Result<T>) -> Result<T> {
    let wasm = read(path)?;
    let twin = twin.map(|path| Ok::<_, anyhow::Error>((path, read(path)?))).transpose()?;
    let taken_apart = || {
        let mut analysis = Analysis::of(&wasm)?;
        if let Some((path, twin)) = &twin {
            let taken = Analysis::of(twin).and_then(|twin| analysis.take_names(twin));
            taken.with_context(|| format!("{} has no names for it", path.display()))?;
        }
        Ok::<_, anyhow::Error>(analysis)
    };
    let analysis = taken_apart().with_context(|| format!("{} cannot be taken apart", path.display()))?;
    ask(&analysis).with_context(|| path.display().to_string())
}

/// Reads the file at `path`.
///
/// # Errors
///
/// Names the file that cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}
