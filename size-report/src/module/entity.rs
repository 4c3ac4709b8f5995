//! What a module defines or imports, by index space and index.

use std::fmt;

/// The index spaces of a module, under the names of the specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// Types.
    Type,
    /// Functions, imported ones first.
    Func,
    /// Tables.
    Table,
    /// Memories.
    Memory,
    /// Globals.
    Global,
    /// Tags of exceptions.
    Tag,
    /// Element segments.
    Elem,
    /// Data segments.
    Data,
}

impl Space {
    /// All of them.
    pub const ALL: [Self; 8] =
        [Self::Type, Self::Func, Self::Table, Self::Memory, Self::Global, Self::Tag, Self::Elem, Self::Data];

    /// The keyword of the text format.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Func => "func",
            Self::Table => "table",
            Self::Memory => "memory",
            Self::Global => "global",
            Self::Tag => "tag",
            Self::Elem => "elem",
            Self::Data => "data",
        }
    }
}

/// One thing in an index space.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// Which space.
    pub space: Space,
    /// Where in it.
    pub index: u32,
}

impl Entity {
    /// The thing at `index` of `space`.
    pub fn new(space: Space, index: u32) -> Self {
        Self { space, index }
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.space.keyword(), self.index)
    }
}

/// A count or a position as an index: index spaces have 32 bits, and a file that
/// is read has no more entries.
pub fn index(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
