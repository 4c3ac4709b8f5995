//! Which line of the source each byte of code was written in, as DWARF has it.
//!
//! An address in the DWARF of WebAssembly is an offset in the contents of the code
//! section, as "DWARF for WebAssembly" of the tool conventions says. Only line
//! tables are read: they say by themselves where inlined code was written.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::ops::Range;

use anyhow::{Context, Result, ensure};
use gimli::{AbbreviationsCacheStrategy, AttributeValue, EndianSlice, LittleEndian};

use super::entity::index;
use super::layout::Layout;

type Reader<'a> = EndianSlice<'a, LittleEndian>;

/// The DWARF of one module, not read yet, and where its functions are.
#[derive(Debug, Default)]
pub struct Dwarf<'a> {
    sections: Vec<(&'a str, &'a [u8])>,
    /// The locals and instructions of each function, as addresses.
    bodies: Vec<Range<u64>>,
}

/// A line of a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which one of [`Lines::files`].
    pub file: u32,
    /// From 1 on; 0 is code that the compiler made up.
    pub line: u64,
}

/// Some bytes of a function that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The function's position in [`Layout::bodies`].
    pub body: u32,
    /// Where they were written, if a line table has them.
    pub place: Option<Place>,
    /// How many.
    pub bytes: u64,
}

/// All functions, taken apart by source lines.
#[derive(Debug, Default)]
pub struct Lines {
    /// The paths of the files that code is from.
    pub files: Vec<String>,
    /// Every byte of every body, in order.
    pub stretches: Vec<Stretch>,
}

/// Code between two addresses that is from one place.
#[derive(Debug)]
struct Span {
    addresses: Range<u64>,
    place: Place,
}

impl<'a> Dwarf<'a> {
    /// The DWARF in the custom sections of `layout`.
    pub fn of(layout: &Layout<'a>) -> Self {
        let bodies = layout.bodies.iter().map(|body| body.body.range());
        let address = |at: u64| at.saturating_sub(layout.code_offset);
        Self {
            sections: layout.debug_sections.clone(),
            bodies: bodies.map(|range| address(range.start)..address(range.end)).collect(),
        }
    }

    /// Whether there are line tables, and units that they belong to.
    pub fn has_lines(&self) -> bool {
        [".debug_info", ".debug_line"].iter().all(|name| !self.section(name).is_empty())
    }

    fn section(&self, name: &str) -> &'a [u8] {
        self.sections.iter().find(|(known, _)| *known == name).map_or(&[], |(_, contents)| contents)
    }

    /// Reads the line tables.
    ///
    /// # Errors
    ///
    /// If the DWARF is malformed.
    pub fn lines(&self) -> Result<Lines> {
        let mut files = Files::default();
        let spans = self.spans(&mut files)?;
        Ok(Lines { files: files.paths, stretches: self.stretches(&spans) })
    }

    /// What the line tables say of functions that are there, sorted, and without
    /// overlaps.
    fn spans(&self, files: &mut Files) -> Result<Vec<Span>> {
        let load = |id: gimli::SectionId| Ok::<_, Infallible>(Reader::new(self.section(id.name()), LittleEndian));
        let Ok(mut dwarf) = gimli::Dwarf::load(load);
        dwarf.populate_abbreviations_cache(AbbreviationsCacheStrategy::Duplicates);
        let mut spans = Vec::new();
        let mut seen = HashSet::new();
        let mut units = dwarf.units();
        while let Some(header) = units.next().context("in .debug_info")? {
            let at = header.debug_info_offset().map_or(0, |offset| offset.0);
            let unit = dwarf.unit(header).with_context(|| format!("in the unit at offset {at:#x} of .debug_info"))?;
            let Some(program) = unit.line_program.clone() else { continue };
            // Units may share a table.
            let at = program.header().offset().0;
            if seen.insert(at) {
                let read = self.table(&dwarf, &unit, program, files, &mut spans);
                read.with_context(|| format!("in the line table at offset {at:#x} of .debug_line"))?;
            }
        }
        spans.sort_by_key(|span| span.addresses.start);
        let mut end = 0;
        spans.retain_mut(|span| {
            span.addresses.start = span.addresses.start.max(end);
            end = end.max(span.addresses.end);
            !span.addresses.is_empty()
        });
        Ok(spans)
    }

    fn table(
        &self,
        dwarf: &gimli::Dwarf<Reader<'a>>,
        unit: &gimli::Unit<Reader<'a>>,
        program: gimli::IncompleteLineProgram<Reader<'a>>,
        files: &mut Files,
        spans: &mut Vec<Span>,
    ) -> Result<()> {
        let mut rows = program.rows();
        let mut known = HashMap::new();
        // The row before, unless this one begins a sequence; and whether the sequence
        // is one of code that is there. The linker puts those of functions that it
        // left out where no function is: to 0, or to the end of the address space.
        let mut before: Option<(u64, u64, u64)> = None;
        let mut is_there = false;
        while let Some((header, row)) = rows.next_row()? {
            match before {
                None => is_there = self.body_at(row.address()).is_some(),
                Some((start, file, line)) if is_there && start < row.address() => {
                    // A row ends with its function, whatever follows in the table.
                    if let Some(body) = self.body_at(start) {
                        let file = match known.get(&file) {
                            Some(known) => *known,
                            None => {
                                let number = files.number(path(dwarf, unit, header, file)?);
                                *known.entry(file).or_insert(number)
                            }
                        };
                        let addresses = start..row.address().min(body.end);
                        spans.push(Span { addresses, place: Place { file, line } });
                        // A row takes a byte or more: tables that have more of them overlap.
                        let most = self.section(".debug_line").len();
                        ensure!(spans.len() <= most, "there are more rows than the {most} bytes can have");
                    }
                }
                Some(_) => {}
            }
            let line = row.line().map_or(0, std::num::NonZeroU64::get);
            before = (!row.end_sequence()).then(|| (row.address(), row.file_index(), line));
        }
        Ok(())
    }

    fn body_at(&self, address: u64) -> Option<&Range<u64>> {
        let after = self.bodies.partition_point(|body| body.start <= address);
        self.bodies[..after].last().filter(|body| body.contains(&address))
    }

    /// Every byte of every body, in order. What stands before the first row of a
    /// function, its locals, belongs to that row.
    fn stretches(&self, spans: &[Span]) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut spans = spans.iter().peekable();
        for (position, body) in self.bodies.iter().enumerate() {
            let number = index(position);
            let mut add = |place, bytes| match stretches.last_mut() {
                Some(last) if last.body == number && last.place == place => last.bytes += bytes,
                _ if bytes > 0 => stretches.push(Stretch { body: number, place, bytes }),
                _ => {}
            };
            let mut at = body.start;
            while let Some(Span { addresses, place }) = spans.next_if(|span| span.addresses.start < body.end) {
                if at > body.start {
                    add(None, addresses.start.saturating_sub(at));
                    at = at.max(addresses.start);
                }
                add(Some(*place), addresses.end.saturating_sub(at));
                at = at.max(addresses.end);
            }
            add(None, body.end.saturating_sub(at));
        }
        stretches
    }
}

/// The paths of files, each once.
#[derive(Debug, Default)]
struct Files {
    numbers: HashMap<String, u32>,
    paths: Vec<String>,
}

impl Files {
    fn number(&mut self, path: String) -> u32 {
        *self.numbers.entry(path).or_insert_with_key(|path| {
            self.paths.push(path.clone());
            index(self.paths.len() - 1)
        })
    }
}

/// The path of a file of a line table, as the compiler was given it: in its
/// folder, and that one in the folder of the compilation.
fn path<'a>(
    dwarf: &gimli::Dwarf<Reader<'a>>,
    unit: &gimli::Unit<Reader<'a>>,
    header: &gimli::LineProgramHeader<Reader<'a>>,
    file: u64,
) -> Result<String> {
    let text =
        |value: AttributeValue<Reader<'a>>| Ok::<_, gimli::Error>(dwarf.attr_string(unit, value)?.to_string_lossy());
    let entry = header.file(file).with_context(|| format!("there is no file {file}"))?;
    let mut path = text(entry.path_name())?.into_owned();
    if let Some(folder) = entry.directory(header) {
        path = joined(&text(folder)?, path);
    }
    if let Some(folder) = unit.comp_dir.filter(|_| entry.directory_index() != 0) {
        path = joined(&folder.to_string_lossy(), path);
    }
    Ok(path)
}

fn joined(folder: &str, path: String) -> String {
    let is_absolute =
        path.starts_with(['/', '\\']) || path.get(1..3).is_some_and(|drive| matches!(drive, ":\\" | ":/"));
    if is_absolute || folder.is_empty() { path } else { format!("{}/{path}", folder.trim_end_matches('/')) }
}

#[cfg(test)]
mod tests;
