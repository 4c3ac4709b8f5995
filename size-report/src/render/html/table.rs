//! Tables and the tiles of a treemap, as the scripts of the page read them.

use serde::{Serialize, Serializer};

use super::strings::Strings;

/// A table.
#[derive(Debug, Serialize)]
pub struct Table {
    /// The name of its element.
    pub id: String,
    /// What its rows are.
    pub title: String,
    /// What else there is to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What 100 % are.
    pub whole: u64,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

/// A column.
#[derive(Debug, Serialize)]
pub struct Column {
    title: String,
    kind: Kind,
    /// Where its value is in a row.
    at: usize,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    total: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    choose: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<usize>,
}

/// How the values of a column are written.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words.
    Text,
    /// A name from the file.
    Name,
    /// Names on the way to something.
    List,
    /// A size.
    Bytes,
    /// A difference of sizes.
    Delta,
    /// A count.
    Number,
    /// A part of the table's whole.
    Percent,
}

impl Column {
    /// A column of the values at `at`.
    pub fn new(title: impl Into<String>, kind: Kind, at: usize) -> Self {
        Self { title: title.into(), kind, at, total: false, choose: false, mark: None }
    }

    /// The same with the sum of its rows.
    pub fn with_total(mut self) -> Self {
        self.total = true;
        self
    }

    /// The same, and the reader chooses rows by it.
    pub fn with_choice(mut self) -> Self {
        self.choose = true;
        self
    }

    /// The same; a row in which `at` is true only says about how much it is.
    pub fn with_mark(mut self, at: usize) -> Self {
        self.mark = Some(at);
        self
    }
}

/// A value of a row.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// There is none.
    Nothing,
    /// A size or a count.
    Number(u64),
    /// A difference.
    Delta(i64),
    /// Whether something is so.
    Flag(bool),
    /// A name.
    Text(u32),
    /// Several names.
    List(Vec<u32>),
}

impl Table {
    /// Gives names their new numbers.
    pub fn renumber(&mut self, numbers: &[u32]) {
        for value in self.rows.iter_mut().flatten() {
            match value {
                Value::Text(number) => *number = numbers[*number as usize],
                Value::List(list) => list.iter_mut().for_each(|number| *number = numbers[*number as usize]),
                Value::Nothing | Value::Number(_) | Value::Delta(_) | Value::Flag(_) => {}
            }
        }
    }
}

/// A name, and its bytes or what it consists of: `[12, 340]`, `[12, [[13, 170], …]]`.
#[derive(Debug)]
pub struct Tile {
    name: u32,
    content: Content,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Content {
    Bytes(u64),
    Tiles(Vec<Tile>),
}

impl Tile {
    /// The tiles of a group.
    pub fn all_of(group: &crate::questions::tree::Group, strings: &mut Strings) -> Vec<Self> {
        let mut tiles = Vec::new();
        for (name, group) in &group.groups {
            let content = Content::Tiles(Self::all_of(group, strings));
            tiles.push(Self { name: strings.number(name), content });
        }
        for (name, bytes) in &group.things {
            tiles.push(Self { name: strings.number(name), content: Content::Bytes(*bytes) });
        }
        tiles
    }

    /// Gives names their new numbers.
    pub fn renumber(&mut self, numbers: &[u32]) {
        self.name = numbers[self.name as usize];
        if let Content::Tiles(tiles) = &mut self.content {
            tiles.iter_mut().for_each(|tile| tile.renumber(numbers));
        }
    }
}

impl Serialize for Tile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.name, &self.content).serialize(serializer)
    }
}
