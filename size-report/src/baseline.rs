//! The sizes that somebody agreed to, in a file made to be read in a git diff:
//! small, sorted, one cell a line.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::compress::Sizes;
use crate::digest::Digest;
use crate::exit::NoBaseline;
use crate::report::{Provenance, Report, Row};

/// The format of this version. A reader refuses any other.
pub const SCHEMA: &str = "size-report/baseline/1";

/// A baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// [`SCHEMA`].
    pub schema: String,
    /// The name of the package.
    pub package: String,
    /// The commit that was checked out, with `-dirty` behind it if files
    /// differed from it.
    pub commit: Option<String>,
    /// What the sizes were made with.
    #[serde(flatten)]
    pub tools: Tools,
    /// By slug.
    pub cells: BTreeMap<String, Blessed>,
}

/// What sizes are made with. Other tools give other sizes from the same sources.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tools {
    /// The fields `release`, `host` and `commit-hash` of `rustc -vV`.
    pub rustc: BTreeMap<String, String>,
    /// The wasm-opt, if one was used, and its version.
    pub wasm_opt: Option<String>,
    /// The version of slim, if a cell has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slim: Option<String>,
    /// The encoder of the metric `gzip`.
    pub gzip: String,
    /// The encoder of the metric `brotli`.
    pub brotli: String,
}

/// A cell as it was blessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blessed {
    /// How large it was.
    #[serde(flatten)]
    pub bytes: Sizes,
    /// As in [`Row`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brotli_quality: Option<u8>,
    /// SHA-256 of the module.
    pub sha256: Digest,
}

/// A part of the tools that can differ from the baseline's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The release and commit of rustc
    Rustc,
    /// The platform that rustc runs on
    Host,
    /// wasm-opt and its version
    WasmOpt,
    /// The version of slim
    Slim,
    /// The gzip encoder
    Gzip,
    /// The brotli encoder
    Brotli,
    /// All of these
    All,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Which.
    pub field: Field,
    /// What the baseline was made with.
    pub baseline: String,
    /// What this run used.
    pub now: String,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Rustc => "rustc",
            Self::Host => "host",
            Self::WasmOpt => "wasm-opt",
            Self::Slim => "slim",
            Self::Gzip => "gzip",
            Self::Brotli => "brotli",
            Self::All => "all",
        })
    }
}

impl Tools {
    fn of(made: &Provenance) -> Self {
        let fields = ["release", "host", "commit-hash"];
        let rustc = fields.iter().filter_map(|name| Some(((*name).to_owned(), made.rustc.get(*name)?.clone())));
        Self {
            rustc: rustc.collect(),
            wasm_opt: made.wasm_opt.clone(),
            slim: made.slim.clone(),
            gzip: made.gzip.clone(),
            brotli: made.brotli.clone(),
        }
    }

    fn field(&self, field: Field) -> String {
        let rustc = |name: &str| self.rustc.get(name).map_or("unknown", String::as_str);
        match field {
            Field::Rustc => format!("{} ({})", rustc("release"), rustc("commit-hash")),
            Field::Host => rustc("host").to_owned(),
            Field::WasmOpt => self.wasm_opt.clone().unwrap_or_else(|| "none".to_owned()),
            Field::Slim => self.slim.clone().unwrap_or_else(|| "none".to_owned()),
            Field::Gzip => self.gzip.clone(),
            Field::Brotli => self.brotli.clone(),
            Field::All => String::new(),
        }
    }
}

impl Baseline {
    /// The rows of `report` as a baseline.
    pub fn of(report: &Report, commit: Option<String>) -> Self {
        let blessed = |row: &Row| Blessed { bytes: row.bytes, brotli_quality: row.brotli_quality, sha256: row.sha256 };
        Self {
            schema: SCHEMA.to_owned(),
            package: package_name(&report.provenance).to_owned(),
            commit,
            tools: Tools::of(&report.provenance),
            cells: report.rows.iter().map(|row| (row.cell.slug(), blessed(row))).collect(),
        }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// [`NoBaseline`] if there is no such file, and another one if it cannot be
    /// used.
    pub fn read(path: &Path) -> Result<Self> {
        let text = match std::fs::read_to_string(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(NoBaseline(format!(
                    "there is no baseline {}\n\
                     next step: run `size-report bless`, read the file that it writes, and commit it",
                    path.display()
                ))
                .into());
            }
            read => read.with_context(|| format!("{} cannot be read", path.display()))?,
        };
        Self::from_json(&text).with_context(|| {
            format!("{} is no baseline that this version reads (size-report bless writes it anew)", path.display())
        })
    }

    /// Reads the text of a baseline.
    ///
    /// # Errors
    ///
    /// If it is no JSON, or of another schema.
    pub fn from_json(text: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct Header {
            schema: String,
        }
        let header: Header = serde_json::from_str(text)?;
        ensure!(header.schema == SCHEMA, "its schema is {}, and this version reads {SCHEMA}", header.schema);
        Ok(serde_json::from_str(text)?)
    }

    /// The text of the file: one cell a line, sorted.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn to_json(&self) -> Result<String> {
        let value = serde_json::to_value(self)?;
        let mut fields = Vec::new();
        for (name, value) in value.as_object().into_iter().flatten() {
            let text = match value.as_object().filter(|cells| name == "cells" && !cells.is_empty()) {
                Some(cells) => {
                    let lines =
                        cells.iter().map(|(slug, cell)| Ok(format!("{}: {cell}", serde_json::to_string(slug)?)));
                    format!("{{\n    {}\n  }}", lines.collect::<Result<Vec<_>>>()?.join(",\n    "))
                }
                None => value.to_string(),
            };
            fields.push(format!("  {}: {text}", serde_json::to_string(name)?));
        }
        Ok(format!("{{\n{}\n}}\n", fields.join(",\n")))
    }

    /// In which of the tools `report` was made differently.
    pub fn differences(&self, report: &Report) -> Vec<Difference> {
        let now = Tools::of(&report.provenance);
        // Of `All`, which is none of them, both sides are empty.
        Field::value_variants()
            .iter()
            .map(|&field| Difference { field, baseline: self.tools.field(field), now: now.field(field) })
            .filter(|difference| difference.baseline != difference.now)
            .collect()
    }
}

/// The name of the package that `made` is about, without its version.
pub fn package_name(made: &Provenance) -> &str {
    made.package.split(' ').next().unwrap_or_default()
}

/// The folder of the modules that are kept beside the baseline at `path`, one
/// for each compilation, with its names.
pub fn modules_folder(path: &Path) -> PathBuf {
    let name = path.file_stem().unwrap_or_default();
    path.parent().unwrap_or(Path::new("")).join("modules").join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn example() -> Baseline {
        let cell = |raw| Blessed {
            bytes: Sizes {
                raw: crate::bytes::Bytes(raw),
                gzip: crate::bytes::Bytes(90),
                brotli: crate::bytes::Bytes(80),
            },
            brotli_quality: None,
            sha256: Digest::of(b"abc"),
        };
        Baseline {
            schema: SCHEMA.to_owned(),
            package: "small".to_owned(),
            commit: None,
            tools: Tools {
                rustc: BTreeMap::from([("release".to_owned(), "1.99.1".to_owned())]),
                wasm_opt: None,
                slim: None,
                gzip: "g".to_owned(),
                brotli: "b".to_owned(),
            },
            cells: BTreeMap::from([("Oz.b".to_owned(), cell(2)), ("Oz.a".to_owned(), cell(1))]),
        }
    }

    #[test]
    fn a_baseline_has_one_cell_a_line_in_order_and_reads_back() {
        let text = example().to_json().unwrap();
        let lines: Vec<_> = text.lines().collect();
        let digest = Digest::of(b"abc");
        assert_eq!(lines[9], format!("    \"Oz.a\": {{\"raw\":1,\"gzip\":90,\"brotli\":80,\"sha256\":\"{digest}\"}},"));
        assert!(lines[10].starts_with("    \"Oz.b\": "), "{text}");
        assert_eq!(Baseline::from_json(&text).unwrap(), example());
        let error = Baseline::from_json(&text.replace("baseline/1", "baseline/9")).unwrap_err().to_string();
        assert!(error.contains("its schema is size-report/baseline/9"), "{error}");
    }

    #[test]
    fn a_baseline_that_is_not_there_has_its_own_exit_code() {
        let error = Baseline::read(Path::new("/no/such.json")).unwrap_err();
        assert_eq!(crate::exit::code_of(&error), crate::exit::NO_BASELINE);
        assert!(error.to_string().contains("size-report bless"), "{error}");
    }
}
