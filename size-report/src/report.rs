//! What a run found out, as it is written to a file and read back.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, bail, ensure};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::axis::Axis;
use crate::cell::Cell;
use crate::compress::Sizes;
use crate::digest::Digest;
use crate::matrix::{FeatureSet, Shard};

/// The format of this version. A reader refuses any other.
pub const SCHEMA: &str = "size-report/matrix/1";

/// A matrix report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// What the figures depend on beside the cells.
    pub provenance: Provenance,
    /// The values of each axis, in order; rows are in that order too.
    pub axes: BTreeMap<Axis, Vec<String>>,
    /// The features behind each label of the axis `features`.
    pub feature_sets: IndexMap<String, FeatureSet>,
    /// How many cells the whole matrix has.
    pub cells: usize,
    /// Which part of the matrix this is, if it is not all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// The cells that could be built.
    pub rows: Vec<Row>,
    /// The cells that could not, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<Failure>,
}

/// What the figures depend on beside the cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The package and its version.
    pub package: String,
    /// The cargo target that was linked.
    pub product: String,
    /// The cargo profile that cells start from.
    pub profile: String,
    /// Fields of `rustc -vV`.
    pub rustc: BTreeMap<String, String>,
    /// What `cargo -V` says.
    pub cargo: String,
    /// The wasm-opt that was used, if one was, and its version.
    pub wasm_opt: Option<String>,
    /// The version of slim, if a cell of the matrix has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slim: Option<String>,
    /// The encoder of the column `gzip`.
    pub gzip: String,
    /// The encoder of the column `brotli`.
    pub brotli: String,
    /// SHA-256 of the lock file.
    pub lock_sha256: Digest,
    /// SHA-256 over the package's sources and those of its path dependencies.
    pub sources_sha256: Digest,
    /// The flags for rustc from the environment, and those that were added to
    /// them, with this machine's paths left out.
    pub flags: Vec<String>,
}

/// The sizes of one cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Which settings.
    pub cell: Cell,
    /// How large.
    pub bytes: Sizes,
    /// The quality of `bytes.brotli`, if it is not the one that the provenance
    /// names: a module with DWARF is compressed in a hurry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brotli_quality: Option<u8>,
    /// SHA-256 of the module.
    pub sha256: Digest,
}

impl Row {
    /// The brotli size, with a `~` before it if it was measured in a hurry.
    pub fn brotli(&self) -> String {
        let mark = if self.brotli_quality.is_some() { "~" } else { "" };
        format!("{mark}{}", self.bytes.brotli)
    }
}

/// A cell that could not be built.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// Which settings.
    pub cell: Cell,
    /// What the tool said.
    pub message: String,
}

impl Report {
    /// Reads a report.
    ///
    /// # Errors
    ///
    /// If it is no JSON, or has another schema.
    pub fn from_json(text: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Header {
            schema: String,
        }
        let header: Header = serde_json::from_slice(text)?;
        ensure!(header.schema == SCHEMA, "its schema is {}, and this version reads {SCHEMA}", header.schema);
        Ok(serde_json::from_slice(text)?)
    }

    /// Joins the parts of one matrix to what a single run would have reported.
    ///
    /// # Errors
    ///
    /// If there is no part, a part is missing or there twice, or the parts were
    /// not made by one matrix from one source with the same tools.
    pub fn merge(parts: Vec<(String, Self)>) -> Result<Self> {
        let mut parts = parts.into_iter();
        let Some((first_name, mut whole)) = parts.next() else { bail!("there is nothing to merge") };
        let mut found = BTreeMap::from([(whole.shard, first_name.clone())]);
        for (name, part) in parts {
            ensure!(
                (&part.axes, &part.feature_sets, part.cells) == (&whole.axes, &whole.feature_sets, whole.cells),
                "{name} is not of the same matrix as {first_name}: make all shards with the same axes and rules"
            );
            if let Some(difference) = part.provenance.difference(&whole.provenance) {
                bail!("{name} and {first_name} were made differently: {difference}");
            }
            if let Some(other) = found.insert(part.shard, name.clone()) {
                let shard = part.shard.map_or_else(|| "the whole".to_owned(), |shard| format!("shard {shard}"));
                bail!("{name} and {other} are both {shard}");
            }
            whole.rows.extend(part.rows);
            whole.failures.extend(part.failures);
        }
        if let Some(shard) = whole.shard {
            for number in 1..=shard.count() {
                let there = found.keys().flatten().any(|s| s.number() == number && s.count() == shard.count());
                ensure!(there, "shard {number}/{} is missing", shard.count());
            }
        }
        let made = whole.rows.len() + whole.failures.len();
        ensure!(made == whole.cells, "the parts have {made} cells together, and the matrix has {}", whole.cells);
        whole.shard = None;
        whole.sort();
        Ok(whole)
    }

    /// Puts rows and failures into the order of the axes.
    fn sort(&mut self) {
        let axes = &self.axes;
        let rank: HashMap<(Axis, &str), usize> = axes
            .iter()
            .flat_map(|(axis, values)| values.iter().enumerate().map(move |(i, v)| ((*axis, v.as_str()), i)))
            .collect();
        let key = |cell: &Cell| -> Vec<usize> {
            cell.axes().map(|(axis, value)| rank.get(&(axis, value)).copied().unwrap_or(usize::MAX)).collect()
        };
        self.rows.sort_by_cached_key(|row| key(&row.cell));
        self.failures.sort_by_cached_key(|failure| key(&failure.cell));
    }
}

impl Provenance {
    /// The first field that differs, in words.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let (ours, theirs) = (serde_json::to_value(self).ok()?, serde_json::to_value(other).ok()?);
        let fields = ours.as_object()?;
        fields.iter().find_map(|(name, value)| {
            let other = &theirs[name];
            (value != other).then(|| format!("{name} is {value} in one and {other} in the other"))
        })
    }
}
