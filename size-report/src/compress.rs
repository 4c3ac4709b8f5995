//! How large a module is on the wire.

use std::io::Write;

use anyhow::{Context, Result};
use brotlic::{BrotliEncoderOptions, CompressorWriter, Quality, WindowSize};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};

use crate::bytes::Bytes;
use crate::module::{self, Section};

/// The encoders, for provenance: other encoders, and other versions of these,
/// give other sizes (within 0.2 % as measured).
pub const GZIP: &str = "gzip level 9, flate2 1.1.10 with zlib-rs 0.6.8";
/// See [`GZIP`].
pub const BROTLI: &str = "brotli quality 11, window 22, brotlic 0.8.2 with libbrotli 1.0.9";

/// How hard brotli tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// [`FULL_QUALITY`], as a server that compresses ahead of time would.
    Full,
    /// [`QUICK_QUALITY`], which takes a thirtieth of the time and gives a tenth
    /// more.
    Quick,
}

/// The quality of [`Effort::Full`].
pub const FULL_QUALITY: u8 = 11;
/// The quality of [`Effort::Quick`].
pub const QUICK_QUALITY: u8 = 9;

impl Effort {
    /// The effort that `wasm` is worth. A module with DWARF in it, most of it
    /// that of the standard library, is not what travels; and it is hundreds of
    /// times as large as the one that does, so that a matrix would spend most of
    /// its time on it.
    pub fn for_module(wasm: &[u8]) -> Self {
        let dwarf = |section: &Section<'_>| section.name.as_ref().is_some_and(|name| name.starts_with(".debug_"));
        match module::sections(wasm) {
            Ok(sections) if sections.iter().any(dwarf) => Self::Quick,
            _ => Self::Full,
        }
    }

    fn quality(self) -> u8 {
        match self {
            Self::Full => FULL_QUALITY,
            Self::Quick => QUICK_QUALITY,
        }
    }
}

/// The sizes of one module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// As a file.
    pub raw: Bytes,
    /// With gzip at level 9, without a file name or a time in its header.
    pub gzip: Bytes,
    /// With brotli.
    pub brotli: Bytes,
}

impl Sizes {
    /// Measures `data`.
    ///
    /// # Errors
    ///
    /// If an encoder fails, which needs more memory than there is.
    pub fn of(data: &[u8], effort: Effort) -> Result<Self> {
        Ok(Self { raw: Bytes::of(data), gzip: gzip(data)?, brotli: brotli(data, effort)? })
    }
}

fn gzip(data: &[u8]) -> Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data)?;
    Ok(Bytes::of(&encoder.finish()?))
}

fn brotli(data: &[u8], effort: Effort) -> Result<Bytes> {
    let quality = Quality::new(effort.quality()).context("brotli has no such quality")?;
    let mut options = BrotliEncoderOptions::new();
    options.quality(quality).window_size(WindowSize::default());
    options.size_hint(u32::try_from(data.len()).unwrap_or(u32::MAX));
    let encoder = options.build().context("the brotli encoder cannot be set up")?;
    let mut writer = CompressorWriter::with_encoder(encoder, Vec::new());
    writer.write_all(data)?;
    let compressed = writer.into_inner().map_err(|error| anyhow::anyhow!("brotli: {error}"))?;
    Ok(Bytes::of(&compressed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressing_is_measured_on_the_whole_input() {
        let sizes = Sizes::of(&[7; 100_000], Effort::Full).unwrap();
        assert_eq!(sizes.raw, Bytes(100_000));
        // A gzip file has at least a header and a trailer, 18 bytes.
        assert!(sizes.gzip > Bytes(18) && sizes.gzip < Bytes(400), "{sizes:?}");
        assert!(sizes.brotli > Bytes(4) && sizes.brotli < sizes.gzip, "{sizes:?}");
    }

    #[test]
    fn only_dwarf_is_compressed_in_a_hurry() {
        let module = |name: &'static str| {
            let mut module = wasm_encoder::Module::new();
            module.section(&wasm_encoder::CustomSection { name: name.into(), data: (&[0; 9][..]).into() });
            module.finish()
        };
        assert_eq!(Effort::for_module(&module(".debug_info")), Effort::Quick);
        assert_eq!(Effort::for_module(&module("name")), Effort::Full);
        let text: Vec<u8> = (0..50_000_u32).flat_map(|n| (n * n % 977).to_string().into_bytes()).collect();
        let [full, quick] = [Effort::Full, Effort::Quick].map(|effort| Sizes::of(&text, effort).unwrap());
        assert!(full.brotli < quick.brotli && full.gzip == quick.gzip, "{full:?} {quick:?}");
    }

    #[test]
    fn the_versions_named_are_those_in_the_lock_file() {
        let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock")).unwrap();
        let lock: toml::Table = lock.parse().unwrap();
        for package in lock["package"].as_array().unwrap() {
            let (name, version) = (package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
            if ["flate2", "zlib-rs"].contains(&name) {
                assert!(GZIP.contains(&format!("{name} {version}")), "{name} {version}: {GZIP}");
            }
            if name == "brotlic" {
                assert!(BROTLI.contains(&format!("{name} {version}")), "{name} {version}: {BROTLI}");
            }
        }
    }
}
