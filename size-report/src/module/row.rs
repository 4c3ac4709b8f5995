//! What a listing of a file is made of: some of its bytes, and what they are.

use super::entity::Entity;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The magic number and the version.
    Preamble,
    /// The id and the length of a section, and how many entries it has.
    SectionHeader,
    /// A type, or a group of types that refer to each other.
    Type,
    /// An import.
    Import,
    /// A table that the module defines.
    Table,
    /// A memory that the module defines.
    Memory,
    /// A tag that the module defines.
    Tag,
    /// A global that the module defines.
    Global,
    /// An export.
    Export,
    /// The start section's one entry, or the data count section's.
    Field,
    /// An element segment.
    Elem,
    /// A function: its entries in the function and in the code section.
    Func,
    /// A data segment.
    Data,
    /// A custom section, or a part of the name section.
    Custom,
    /// A section of a component.
    Component,
}

impl Kind {
    /// The word in listings.
    pub fn word(self) -> &'static str {
        match self {
            Self::Preamble => "preamble",
            Self::SectionHeader => "section header",
            Self::Type => "type",
            Self::Import => "import",
            Self::Table => "table",
            Self::Memory => "memory",
            Self::Tag => "tag",
            Self::Global => "global",
            Self::Export => "export",
            Self::Field => "field",
            Self::Elem => "element segment",
            Self::Func => "function",
            Self::Data => "data segment",
            Self::Custom => "custom section",
            Self::Component => "component section",
        }
    }
}

/// Some bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What they are.
    pub kind: Kind,
    /// The thing they define or import, if they do.
    pub entity: Option<Entity>,
    /// What is known of the name without the name section.
    pub label: Box<str>,
    /// How many.
    pub bytes: u64,
}

/// A section as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionRow {
    /// Its name in the specification; a custom one's own in quotes.
    pub name: String,
    /// Its length with id and length.
    pub bytes: u64,
    /// How many entries it has, if it counts them.
    pub entries: Option<u32>,
}
