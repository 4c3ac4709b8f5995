//! Bytes by where they come from: the crate or the module path in the names of
//! functions, or the file or line in the DWARF. The rows add up to the file.

mod name;

use std::collections::BTreeMap;

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;

pub use self::name::{crate_of, path_of};
use crate::listing::{Line, Listing};
use crate::module::analysis::{Analysis, Part};
use crate::module::dwarf::Lines;
use crate::module::row::{Kind, Row};

/// What the code of functions is told apart by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The crate, from the names of functions
    #[default]
    Crate,
    /// The module path, from the names of functions: a method belongs to its type
    Module,
    /// The source file, from the DWARF; inlined code belongs to where it was written
    File,
    /// The source line, from the DWARF
    Line,
}

impl By {
    fn title(self) -> &'static str {
        match self {
            Self::Crate => "bytes by crate",
            Self::Module => "bytes by module path",
            Self::File => "bytes by source file",
            Self::Line => "bytes by source line",
        }
    }

    /// What the rows are called that are no code.
    fn none(self) -> &'static str {
        match self {
            Self::Crate => "(no crate)",
            Self::Module => "(no path)",
            Self::File | Self::Line => "(no code)",
        }
    }
}

/// The kind and the name of a row, and for a line its file and its number.
type Key = (&'static str, String, Option<(String, u64)>);

/// The rows while they are added up: bytes, and how many functions or other
/// things they are of.
#[derive(Debug, Default)]
struct Sums(BTreeMap<Key, (u64, u64)>);

impl Sums {
    fn add(&mut self, kind: &'static str, name: impl Into<String>, bytes: u64, count: u64) {
        self.add_to((kind, name.into(), None), bytes, count);
    }

    fn add_to(&mut self, key: Key, bytes: u64, count: u64) {
        let sum = self.0.entry(key).or_default();
        *sum = (sum.0 + bytes, sum.1 + count);
    }
}

/// One row for each crate, module path, file or line, and one for each kind of
/// thing that has none.
///
/// # Errors
///
/// If lines are asked for, and the DWARF is malformed or there is none.
pub fn answer(analysis: &Analysis<'_>, by: By) -> Result<Listing> {
    let mut sums = Sums::default();
    for row in &analysis.rows {
        sums.add(row.kind.word(), by.none(), row.bytes, 1);
    }
    if matches!(by, By::File | By::Line) && !analysis.parts.iter().any(|part| part.dwarf.has_lines()) {
        return no_lines(analysis);
    }
    for part in &analysis.parts {
        let (functions, others) = part.layout.rows.iter().partition::<Vec<_>, _>(|row| row.kind == Kind::Func);
        for row in others {
            sums.add(row.kind.word(), by.none(), row.bytes, 1);
        }
        match by {
            By::Crate | By::Module => functions.into_iter().for_each(|row| add_by_name(&mut sums, part, row, by)),
            By::File | By::Line => add_by_place(&mut sums, part, &functions, by).map_err(|error| {
                let advice = "next step: build it anew; `--by crate` and `--by module` take no DWARF";
                anyhow!("{}its DWARF is malformed: {error:#}\n{advice}", part.prefix)
            })?,
        }
    }
    let rows = sums.0.into_iter().map(|((kind, name, place), (bytes, count))| {
        let line = Line::new(kind, name, bytes);
        match place {
            None => line.with("count", count),
            Some((file, 0)) => line.with("count", count).with("file", file),
            Some((file, number)) => line.with("count", count).with("file", file).with("line", number),
        }
    });
    Ok(Listing { question: "crates", title: by.title(), rows: rows.collect() }.largest_first())
}

fn no_lines(analysis: &Analysis<'_>) -> Result<Listing> {
    if let Some(file) = analysis.parts.iter().find_map(|part| part.layout.debug_elsewhere) {
        bail!("its DWARF is in another file\nnext step: `--names {}`", file.escape_debug());
    }
    bail!(
        "it has no DWARF, so it is not known which files its code is from\nnext step: build it with `debug = \
         \"line-tables-only\"` and `strip = \"none\"` in its profile, or give the file as it was before it was stripped: \
         `--names UNSTRIPPED.wasm`"
    )
}

fn add_by_name(sums: &mut Sums, part: &Part<'_>, row: &Row, by: By) {
    let name = row.entity.map(|entity| part.names.get(entity)).unwrap_or_default();
    match by {
        By::Module => match name::module_of(&name) {
            Some(path) => sums.add("module", path, row.bytes, 1),
            None => sums.add("function", "(no path in its name)", row.bytes, 1),
        },
        _ => match crate_of(&name) {
            Some(name) => sums.add("crate", name, row.bytes, 1),
            None => sums.add("function", "(no crate in its name)", row.bytes, 1),
        },
    }
}

fn add_by_place(sums: &mut Sums, part: &Part<'_>, functions: &[&Row], by: By) -> Result<()> {
    let Lines { files, stretches } = part.dwarf.lines()?;
    let mut of_function: BTreeMap<Key, u64> = BTreeMap::new();
    let mut stretches = stretches.into_iter().peekable();
    for (number, row) in functions.iter().enumerate() {
        // What is not the body, its length and its type, belongs to its first row.
        let mut first: Option<Key> = None;
        let mut rest = row.bytes;
        while let Some(stretch) = stretches.next_if(|stretch| stretch.body as usize == number) {
            let key = match (stretch.place, by) {
                (None, _) => ("function", "(no line)".to_owned(), None),
                (Some(place), By::Line) => {
                    let file = files[place.file as usize].clone();
                    let name = match place.line {
                        0 => format!("{file} (no line)"),
                        line => format!("{file}:{line}"),
                    };
                    ("line", name, Some((file, place.line)))
                }
                (Some(place), _) => ("file", files[place.file as usize].clone(), None),
            };
            rest -= stretch.bytes;
            *of_function.entry(key.clone()).or_default() += stretch.bytes;
            first.get_or_insert(key);
        }
        let first = first.unwrap_or_else(|| ("function", "(no line)".to_owned(), None));
        *of_function.entry(first).or_default() += rest;
        for (key, bytes) in std::mem::take(&mut of_function) {
            sums.add_to(key, bytes, 1);
        }
    }
    Ok(())
}
