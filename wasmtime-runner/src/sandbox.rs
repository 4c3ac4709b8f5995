//! What a guest is granted: the folders and variables that are named, its
//! arguments, and the three standard streams.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use wasmtime_wasi::cli::InputFile;
use wasmtime_wasi::p1::WasiP1Ctx;
use wasmtime_wasi::{FsPerms, WasiCtxBuilder};

/// The grants.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Grants {
    /// Grant a folder, under the name GUEST if one is given, and to be read only with `:ro`. May be repeated
    #[arg(long = "dir", value_name = "HOST[::GUEST][:ro]", value_parser = Folder::parse)]
    folders: Vec<Folder>,
    /// Set a variable, or hand on the one of that name. May be repeated
    #[arg(long = "env", value_name = "NAME[=VALUE]", value_parser = variable)]
    variables: Vec<(String, String)>,
    /// Hand on all variables
    #[arg(long)]
    inherit_env: bool,
    /// Where standard input comes from: `inherit` for the runner's own, `none`, or a file
    #[arg(long, value_name = "FILE", default_value = "inherit")]
    stdin: String,
}

/// A folder that is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folder {
    host: PathBuf,
    guest: String,
    read_only: bool,
}

impl Folder {
    fn parse(text: &str) -> Result<Self> {
        let (text, read_only) = match text.strip_suffix(":ro") {
            Some(text) => (text, true),
            None => (text, false),
        };
        let (host, guest) = text.split_once("::").unwrap_or((text, text));
        ensure!(!host.is_empty() && !guest.is_empty(), "a folder without a name is none");
        Ok(Self { host: host.into(), guest: guest.to_owned(), read_only })
    }
}

fn variable(text: &str) -> Result<(String, String)> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, value.to_owned()),
        None => (text, std::env::var(text).with_context(|| format!("{text} is not set here, so it needs a value"))?),
    };
    ensure!(!name.is_empty(), "a variable without a name is none");
    Ok((name.to_owned(), value))
}

impl Grants {
    /// The system that a guest sees. `args` begins with its own name.
    ///
    /// # Errors
    ///
    /// If a folder or a file that is named cannot be opened.
    pub fn system(&self, args: &[String]) -> Result<WasiP1Ctx> {
        let mut builder = WasiCtxBuilder::new();
        // This thread has nothing else to do.
        builder.allow_blocking_current_thread(true);
        builder.args(args).inherit_stdout().inherit_stderr();
        match self.stdin.as_str() {
            "inherit" => {
                builder.inherit_stdin();
            }
            "none" => {}
            file => {
                let opened = File::open(file).with_context(|| format!("--stdin {file} cannot be opened"))?;
                builder.stdin(InputFile::new(opened));
            }
        }
        // A variable that is named twice has the value it was given last.
        let mut variables: BTreeMap<String, String> = BTreeMap::new();
        if self.inherit_env {
            variables.extend(
                std::env::vars_os()
                    .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
            );
        }
        variables.extend(self.variables.iter().cloned());
        for (name, value) in variables {
            builder.env(name, value);
        }
        for Folder { host, guest, read_only } in &self.folders {
            if !host.is_dir() {
                bail!("--dir {}: there is no such folder", host.display());
            }
            let permissions = if *read_only { FsPerms::ReadOnly } else { FsPerms::ReadWrite };
            let opened = builder.preopened_dir(host, guest, permissions).map_err(anyhow::Error::from);
            opened.with_context(|| format!("--dir {} cannot be opened", host.display()))?;
        }
        Ok(builder.build_p1())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_a_name_in_the_guest_and_may_be_read_only() {
        let folder = |host: &str, guest: &str, read_only| Folder { host: host.into(), guest: guest.into(), read_only };
        assert_eq!(Folder::parse("a/b").unwrap(), folder("a/b", "a/b", false));
        assert_eq!(Folder::parse("/a::.").unwrap(), folder("/a", ".", false));
        assert_eq!(Folder::parse("/a::/b:ro").unwrap(), folder("/a", "/b", true));
        assert_eq!(Folder::parse("a:ro").unwrap(), folder("a", "a", true));
        assert_eq!(Folder::parse("a:b").unwrap(), folder("a:b", "a:b", false));
        for wrong in ["", "::", "a::", "::b", ":ro"] {
            assert!(Folder::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_variable_has_a_name_and_a_value() {
        assert_eq!(variable("A=b=c").unwrap(), ("A".to_owned(), "b=c".to_owned()));
        assert_eq!(variable("A=").unwrap(), ("A".to_owned(), String::new()));
        assert!(variable("=b").is_err());
        assert!(variable("SURELY_NOT_SET_ANYWHERE").is_err());
    }
}
