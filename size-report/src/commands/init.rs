//! `size-report init`.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::cache::write_whole;
use crate::cell::DEFAULT_TARGET;
use crate::config::FILE_NAME;
use crate::exit;
use crate::git;
use crate::package::{LockOptions, Package, Product, Workspace};

/// The actions that the workflows use, each by the commit of a release.
const ACTIONS: [(&str, &str); 3] = [
    ("@CHECKOUT@", "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"),
    ("@UPLOAD@", "actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0"),
    ("@DOWNLOAD@", "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1"),
];

/// The options of `size-report init`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Writes size-report.toml beside the Cargo.toml of the workspace, and size.yml and size-comment.yml in .github/workflows \
at the top of the git repository. Then `size-report bless` makes the baseline, and all of it is committed.")]
pub struct Options {
    /// The Cargo.toml of the package or workspace
    #[arg(long, value_name = "PATH")]
    manifest_path: Option<PathBuf>,
    /// The package, if the workspace has several that make a module
    #[arg(short, long, value_name = "NAME")]
    package: Option<String>,
    /// Measure this binary, not the library
    #[arg(long, value_name = "NAME")]
    bin: Option<String>,
    /// The target triple
    #[arg(long, value_name = "TRIPLE", default_value = DEFAULT_TARGET)]
    target: String,
    /// Replace files that are there
    #[arg(long)]
    force: bool,
}

/// Writes the files.
pub fn run(options: Options) -> Result<u8> {
    let workspace = Workspace::read(options.manifest_path.as_deref(), LockOptions::default())?;
    let package = workspace.package(options.package.as_deref(), options.bin.as_deref())?;
    let root = workspace.root();
    let repository = git::top(root).unwrap_or_else(|| root.to_owned());
    let folder = root.strip_prefix(&repository).unwrap_or(Path::new(""));
    let workflow = |text: &str| workflow(text, folder, &options.target, git::branch(root).as_deref().unwrap_or("main"));
    let workflows = repository.join(".github/workflows");
    let files = [
        (root.join(FILE_NAME), configuration(&package, &options.target)),
        (workflows.join("size.yml"), workflow(include_str!("init/size.yml"))),
        (workflows.join("size-comment.yml"), workflow(include_str!("init/size-comment.yml"))),
    ];
    if !options.force {
        let there = files.iter().map(|(path, _)| path).filter(|path| path.exists());
        let there: Vec<_> = there.map(|path| path.display().to_string()).collect();
        ensure!(there.is_empty(), "nothing was written, since there is {} (--force replaces it)", there.join(" and "));
    }
    for (path, text) in &files {
        write_whole(path, text.as_bytes())?;
        println!("wrote {}", path.display());
    }
    if !["rust-toolchain.toml", "rust-toolchain"].iter().any(|name| root.join(name).exists()) {
        println!(
            "note: no rust-toolchain.toml pins the compiler, and every new one gives other sizes: \
             a check then says so (exit code 5) until the baseline is blessed again"
        );
    }
    println!("next step: run `size-report bless`, and commit these files with what it writes");
    Ok(exit::OK)
}

fn configuration(package: &Package, target: &str) -> String {
    let mut lines = format!("package = {}\n", toml::Value::from(package.name.as_str()));
    if let Product::Binary(name) = &package.product {
        lines += &format!("bin = {}\n", toml::Value::from(name.as_str()));
    }
    if target != DEFAULT_TARGET {
        lines += &format!("target = {}\n", toml::Value::from(target));
    }
    include_str!("init/size-report.toml").replace("@PACKAGE@", &lines).replace("@NAME@", &package.name)
}

/// `text` for a workspace in `folder` of its repository.
fn workflow(text: &str, folder: &Path, target: &str, branch: &str) -> String {
    let folder = folder.to_string_lossy();
    let (folder, prefix) =
        if folder.is_empty() { (".".into(), String::new()) } else { (folder.clone(), format!("{folder}/")) };
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut text = text
        .replace("@BRANCH@", &quoted(branch))
        .replace("@FOLDER@", &quoted(&folder))
        .replace("@PREFIX@target/size/comment.md", &quoted(&format!("{prefix}target/size/comment.md")))
        .replace("@PREFIX@target/size/", &quoted(&format!("{prefix}target/size/")))
        .replace("@TARGET@", target);
    for (name, action) in ACTIONS {
        text = text.replace(name, action);
    }
    text
}
