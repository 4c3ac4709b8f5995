//! Every byte of a file, in rows that follow each other without a gap.

use std::fmt;

use anyhow::{Context, Result, ensure};
use wasmparser::{
    BinaryReader, CodeSectionReader, DataSectionReader, ElementSectionReader, ExportSectionReader, FromReader,
    FunctionBody, FunctionSectionReader, GlobalSectionReader, ImportSectionReader, MemorySectionReader, SectionLimited,
    TableSectionReader, TagSectionReader, TypeSectionReader,
};

use super::entity::{Entity, Space, index};
use super::entries::note_expression;
use super::operators::References;
use super::row::{Kind, Row, SectionRow};

/// A function that is defined in the module.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// Its index.
    pub index: u32,
    /// Its locals and instructions.
    pub body: FunctionBody<'a>,
    /// How long its entry in the code section is, its length included.
    pub bytes: u64,
}

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "func[{}] at offset {:#x}", self.index, self.body.range().start)
    }
}

/// A core module taken apart.
#[derive(Debug, Default)]
pub struct Layout<'a> {
    /// Every byte, in an order near that of the file. A function's entry in the
    /// function section counts to its row.
    pub rows: Vec<Row>,
    /// The sections, with the preamble before them.
    pub sections: Vec<SectionRow>,
    /// The functions that are defined here.
    pub bodies: Vec<Body<'a>>,
    /// What refers to what, outside of function bodies, and at which offset.
    pub fixed: Vec<(Entity, Vec<Entity>, u64)>,
    /// What the outside or the start of the module refers to, and at which offset.
    pub roots: Vec<(Entity, u64)>,
    /// The offset of the entry that is being read.
    pub(super) at: u64,
    /// The element segments that only declare which references code may take.
    pub declared: Vec<Entity>,
    /// How many there are in each space, in the order of [`Space::ALL`].
    pub counts: [u32; 8],
    /// Where active data segments with a constant address end, in the first memory.
    data_end: i64,
    /// How many functions are imported: the index of the first one defined here.
    pub imported_functions: u32,
    /// Where the contents of the code section begin in the file.
    pub code_offset: u64,
    /// The contents of the section `name`.
    pub name_section: Option<BinaryReader<'a>>,
    /// The sections of DWARF, by name.
    pub debug_sections: Vec<(&'a str, &'a [u8])>,
    /// Where the DWARF is, if the section `external_debug_info` says so.
    pub debug_elsewhere: Option<&'a str>,
    /// Exported names.
    pub exports: Vec<(Entity, &'a str)>,
    /// Imported names.
    pub imports: Vec<(Entity, &'a str, &'a str)>,
}

const PREAMBLE_LEN: usize = 8;
const SECTION_NAMES: [&str; 14] = [
    "custom",
    "type",
    "import",
    "function",
    "table",
    "memory",
    "global",
    "export",
    "start",
    "element",
    "code",
    "data",
    "data count",
    "tag",
];

impl<'a> Layout<'a> {
    /// Takes the module in `wasm` apart, whose first byte is at `offset` of its
    /// file. Function bodies are measured, not read.
    ///
    /// # Errors
    ///
    /// If something is malformed or cut off; the error has the offset.
    pub fn of(wasm: &'a [u8], offset: u64) -> Result<Self> {
        let mut layout = Self::default();
        layout.row(Kind::Preamble, None, "magic number and version", PREAMBLE_LEN as u64);
        layout.section("preamble", PREAMBLE_LEN as u64, None);
        ensure!(wasm.len() >= PREAMBLE_LEN, "the file ends within the preamble (at offset {:#x})", wasm.len());
        let mut reader = BinaryReader::new(&wasm[PREAMBLE_LEN..], offset + PREAMBLE_LEN as u64);
        let mut declared = Vec::new();
        while !reader.eof() {
            let start = reader.original_position();
            let id = reader.read_u8()?;
            let contents =
                reader.read_reader().with_context(|| format!("section {id} at offset {start:#x} is cut off"))?;
            let header = contents.original_position() - start;
            layout.read_section(id, contents, header, &mut declared)?;
        }
        ensure!(
            declared.len() == layout.bodies.len(),
            "the function section has {} entries and the code section has {}",
            declared.len(),
            layout.bodies.len()
        );
        let total: u64 = layout.rows.iter().map(|row| row.bytes).sum();
        ensure!(total == wasm.len() as u64, "{total} bytes are in rows, and the module has {}", wasm.len());
        Ok(layout)
    }

    /// One past the last address of static data that is in a segment.
    pub fn data_end(&self) -> i64 {
        self.data_end
    }

    pub(super) fn note_data(&mut self, address: i64, length: usize) {
        let end = address.saturating_add(i64::try_from(length).unwrap_or(i64::MAX));
        self.data_end = self.data_end.max(end);
    }

    fn read_section(&mut self, id: u8, contents: BinaryReader<'a>, header: u64, declared: &mut Vec<u64>) -> Result<()> {
        let length = header + contents.bytes_remaining() as u64;
        let name = SECTION_NAMES.get(usize::from(id)).copied().unwrap_or("unknown");
        if id == 10 {
            self.code_offset = contents.original_position();
        }
        let entries = match id {
            0 => {
                self.custom(contents, header)?;
                return Ok(());
            }
            1 => self.entries(name, header, TypeSectionReader::new(contents)?, |layout, group, bytes| {
                layout.types(&group, bytes)
            })?,
            2 => self.entries(name, header, ImportSectionReader::new(contents)?, |layout, imports, bytes| {
                layout.import(imports, bytes)
            })?,
            3 => self.entries(name, header, FunctionSectionReader::new(contents)?, |layout, ty, bytes| {
                let function = layout.imported_functions + index(declared.len());
                layout.refers(Entity::new(Space::Func, function), vec![Entity::new(Space::Type, ty)]);
                declared.push(bytes);
                Ok(())
            })?,
            4 => self.entries(name, header, TableSectionReader::new(contents)?, |layout, table, bytes| {
                layout.table(&table, bytes)
            })?,
            5 => self.entries(name, header, MemorySectionReader::new(contents)?, |layout, _, bytes| {
                layout.define(Kind::Memory, Space::Memory, bytes, References::default());
                Ok(())
            })?,
            6 => self.entries(name, header, GlobalSectionReader::new(contents)?, |layout, global, bytes| {
                let mut references = References::default();
                references.note_value_type(global.ty.content_type);
                note_expression(&mut references, &global.init_expr)?;
                layout.define(Kind::Global, Space::Global, bytes, references);
                Ok(())
            })?,
            7 => self.entries(name, header, ExportSectionReader::new(contents)?, |layout, export, bytes| {
                layout.export(&export, bytes)
            })?,
            8 => {
                let mut reader = contents.clone();
                let at = reader.original_position();
                self.roots.push((Entity::new(Space::Func, reader.read_var_u32()?), at));
                self.only_field(name, header, contents);
                None
            }
            9 => self.entries(name, header, ElementSectionReader::new(contents)?, |layout, element, bytes| {
                layout.element(element, bytes)
            })?,
            10 => self.entries(name, header, CodeSectionReader::new(contents)?, |layout, body, bytes| {
                let ordinal = layout.bodies.len();
                let function = layout.imported_functions + index(ordinal);
                let own =
                    declared.get(ordinal).context("the code section has more entries than the function section")?;
                layout.row(Kind::Func, Some(Entity::new(Space::Func, function)), "", bytes + own);
                layout.bodies.push(Body { index: function, body, bytes });
                Ok(())
            })?,
            11 => self.entries(name, header, DataSectionReader::new(contents)?, |layout, data, bytes| {
                layout.data(&data, bytes)
            })?,
            12 => {
                self.only_field(name, header, contents);
                None
            }
            13 => self.entries(name, header, TagSectionReader::new(contents)?, |layout, tag, bytes| {
                let mut references = References::default();
                references.note(Space::Type, tag.func_type_idx);
                layout.define(Kind::Tag, Space::Tag, bytes, references);
                Ok(())
            })?,
            _ => {
                self.only_field(name, header, contents);
                None
            }
        };
        if id == 3 {
            self.counts[Space::Func as usize] += index(declared.len());
        }
        self.section(name, length, entries);
        Ok(())
    }

    /// Reads the entries of one section. What is not an entry, the id, the length
    /// and the count, is a row of its own.
    fn entries<T: FromReader<'a>>(
        &mut self,
        name: &str,
        header: u64,
        section: SectionLimited<'a, T>,
        mut each: impl FnMut(&mut Self, T, u64) -> Result<()>,
    ) -> Result<Option<u32>> {
        let (range, count) = (section.range(), section.count());
        let mut begin = section.original_position();
        let label = format!("{name} section");
        self.row(Kind::SectionHeader, None, &label, header + begin - range.start);
        let mut items = section.into_iter_with_offsets();
        let mut current = items.next().transpose()?;
        while let Some((at, item)) = current {
            debug_assert_eq!(at, begin);
            current = items.next().transpose()?;
            let end = current.as_ref().map_or(range.end, |(next, _)| *next);
            self.at = begin;
            each(self, item, end - begin)?;
            begin = end;
        }
        Ok(Some(count))
    }

    fn custom(&mut self, contents: BinaryReader<'a>, header: u64) -> Result<()> {
        let length = header + contents.bytes_remaining() as u64;
        let mut reader = contents.clone();
        let name = reader.read_string()?;
        self.section(&format!("custom {name:?}"), length, None);
        if name.starts_with(".debug_") {
            let length = reader.bytes_remaining();
            self.debug_sections.push((name, reader.clone().read_bytes(length)?));
        } else if name == "external_debug_info" {
            self.debug_elsewhere = reader.clone().read_string().ok();
        }
        if name != "name" {
            self.row(Kind::Custom, None, name, length);
            return Ok(());
        }
        self.name_section = Some(reader.clone());
        let own = header + reader.original_position() - contents.original_position();
        self.row(Kind::SectionHeader, None, "custom section \"name\"", own);
        // A name section that is malformed is no error: nothing depends on it.
        while !reader.eof() {
            let start = reader.original_position();
            let mut after = reader.clone();
            let part = after.read_u8().and_then(|id| after.read_reader().map(|_| id));
            let Ok(id) = part else {
                self.row(Kind::Custom, None, "name: malformed rest", reader.bytes_remaining() as u64);
                return Ok(());
            };
            self.row(Kind::Custom, None, &format!("name: {}", name_part(id)), after.original_position() - start);
            reader = after;
        }
        Ok(())
    }

    fn only_field(&mut self, name: &str, header: u64, contents: BinaryReader<'a>) {
        self.row(Kind::SectionHeader, None, &format!("{name} section"), header);
        self.row(Kind::Field, None, name, contents.bytes_remaining() as u64);
    }

    pub(super) fn define(&mut self, kind: Kind, space: Space, bytes: u64, references: References) -> Entity {
        let entity = Entity::new(space, self.counts[space as usize]);
        self.counts[space as usize] += 1;
        self.row(kind, Some(entity), "", bytes);
        if !references.seen.is_empty() {
            self.refers(entity, references.seen);
        }
        entity
    }

    pub(super) fn refers(&mut self, entity: Entity, references: Vec<Entity>) {
        self.fixed.push((entity, references, self.at));
    }

    pub(super) fn row(&mut self, kind: Kind, entity: Option<Entity>, label: &str, bytes: u64) {
        self.rows.push(Row { kind, entity, label: label.into(), bytes });
    }

    fn section(&mut self, name: &str, bytes: u64, entries: Option<u32>) {
        self.sections.push(SectionRow { name: name.to_owned(), bytes, entries });
    }
}

fn name_part(id: u8) -> String {
    let known = [
        "module",
        "functions",
        "locals",
        "labels",
        "types",
        "tables",
        "memories",
        "globals",
        "element segments",
        "data segments",
        "fields",
        "tags",
    ];
    known.get(usize::from(id)).map_or_else(|| format!("part {id}"), |name| (*name).to_owned())
}
