//! The package to build: which one, what it makes, and what it is made of.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use cargo_metadata::{CargoOpt, CrateType, Metadata, MetadataCommand, Package as Node, TargetKind};

use crate::exit::ToolFailed;
use crate::matrix::FeatureSet;
use crate::toolchain;

/// Which target of the package becomes the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Product {
    /// The library, linked as a `cdylib`.
    Library(String),
    /// A binary, as WASI commands are.
    Binary(String),
}

impl Product {
    /// The name of the cargo target.
    pub fn name(&self) -> &str {
        match self {
            Self::Library(name) | Self::Binary(name) => name,
        }
    }
}

/// A package on this disk.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// The folder of its manifest.
    pub folder: PathBuf,
    /// What cargo calls it in its messages.
    pub id: String,
    /// Its cargo targets by kind and name.
    pub targets: Vec<String>,
}

impl Local {
    fn of(node: &Node) -> Self {
        let targets = node.targets.iter().map(|target| format!("{:?} {}", target.kind, target.name));
        Self { folder: folder_of(node), id: node.id.repr.clone(), targets: targets.collect() }
    }
}

/// A package that can become a module.
#[derive(Debug)]
pub struct Package {
    /// As in its manifest.
    pub name: String,
    /// As in its manifest.
    pub version: String,
    /// What cargo is to link.
    pub product: Product,
    /// The folder of its manifest; cargo is started here, so that the
    /// configuration and the toolchain of this folder apply.
    pub folder: PathBuf,
    /// The folder of the workspace.
    pub workspace: PathBuf,
    /// cargo's target folder.
    pub target_directory: PathBuf,
    /// This package and all packages on this disk that it depends on.
    pub local: Vec<Local>,
    /// The packages from elsewhere that it depends on: name, version, source.
    pub foreign: BTreeSet<String>,
    features: HashSet<String>,
}

/// How cargo may use the network and the lock file; passed through to it.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct LockOptions {
    /// Fail if the lock file would have to change
    #[arg(long)]
    locked: bool,
    /// Do not use the network
    #[arg(long)]
    offline: bool,
}

impl LockOptions {
    /// The flags for cargo.
    pub fn flags(self) -> impl Iterator<Item = &'static str> {
        [(self.locked, "--locked"), (self.offline, "--offline")]
            .into_iter()
            .filter_map(|(given, flag)| given.then_some(flag))
    }
}

/// A workspace as cargo sees it.
#[derive(Debug)]
pub struct Workspace {
    metadata: Metadata,
}

impl Workspace {
    /// Has cargo read the workspace of `manifest`, or of the current folder.
    ///
    /// # Errors
    ///
    /// If there is no manifest, or cargo cannot read it.
    pub fn read(manifest: Option<&Path>, lock: LockOptions) -> Result<Self> {
        Ok(Self { metadata: read_metadata(manifest, lock)? })
    }

    /// The folder of the workspace.
    pub fn root(&self) -> &Path {
        self.metadata.workspace_root.as_std_path()
    }

    /// The folder of the package that the manifest is of, if it is of one.
    pub fn root_package_folder(&self) -> Option<PathBuf> {
        self.metadata.root_package().map(folder_of)
    }

    /// The package called `name`, or else the only one that can become a module;
    /// `binary` names the binary that is to become the module, in place of the
    /// library.
    ///
    /// # Errors
    ///
    /// If there is no such package, or it makes no module; the error says how to
    /// mend it.
    pub fn package(&self, name: Option<&str>, binary: Option<&str>) -> Result<Package> {
        let node = choose(&self.metadata, name, binary)?;
        let product = product_of(node, binary)?;
        let (local, foreign) = closure(&self.metadata, node);
        Ok(Package {
            name: node.name.to_string(),
            version: node.version.to_string(),
            product,
            folder: folder_of(node),
            workspace: self.root().to_owned(),
            target_directory: self.metadata.target_directory.clone().into(),
            local,
            foreign,
            features: node.features.keys().cloned().collect(),
        })
    }
}

impl Package {
    /// Checks that the package has the features of `set`.
    ///
    /// # Errors
    ///
    /// Names the feature that it does not have, and those that it has.
    pub fn check_features(&self, set: &FeatureSet) -> Result<()> {
        for feature in set.named().filter(|feature| !feature.contains('/')) {
            let mut known: Vec<_> = self.features.iter().map(String::as_str).collect();
            known.sort_unstable();
            ensure!(
                self.features.contains(feature),
                "package {} has no feature `{feature}` (it has: {})",
                self.name,
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            );
        }
        Ok(())
    }

    /// The lock file of the workspace.
    pub fn lock_file(&self) -> PathBuf {
        self.workspace.join("Cargo.lock")
    }
}

fn read_metadata(manifest: Option<&Path>, lock: LockOptions) -> Result<Metadata> {
    let mut command = MetadataCommand::new();
    command.cargo_path(toolchain::cargo());
    command.other_options(lock.flags().map(str::to_owned).collect::<Vec<_>>());
    command.features(CargoOpt::AllFeatures);
    if let Some(manifest) = manifest {
        let manifest = if manifest.is_dir() { manifest.join("Cargo.toml") } else { manifest.to_owned() };
        ensure!(manifest.is_file(), "{} is no file: give the path of a Cargo.toml", manifest.display());
        let manifest = std::path::absolute(manifest)?;
        // rustup and cargo look for their configuration from here upwards.
        command.current_dir(manifest.parent().unwrap_or(Path::new("/")));
        command.manifest_path(manifest);
    }
    command.exec().map_err(|error| {
        let said = match error {
            cargo_metadata::Error::CargoMetadata { stderr } => stderr,
            other => other.to_string(),
        };
        ToolFailed(format!("cargo cannot read the package:\n{said}")).into()
    })
}

fn folder_of(node: &Node) -> PathBuf {
    node.manifest_path.parent().map_or_else(PathBuf::new, |folder| folder.to_owned().into())
}

fn makes_cdylib(node: &Node) -> bool {
    node.targets.iter().any(|target| target.crate_types.contains(&CrateType::CDyLib))
}

fn choose<'a>(metadata: &'a Metadata, name: Option<&str>, binary: Option<&str>) -> Result<&'a Node> {
    let members = metadata.workspace_packages();
    if let Some(name) = name {
        return members.iter().copied().find(|node| *node.name == name).with_context(|| {
            let names: Vec<_> = members.iter().map(|node| node.name.as_str()).collect();
            format!("there is no package `{name}` in the workspace (there are: {})", names.join(", "))
        });
    }
    if let Some(root) = metadata.root_package() {
        return Ok(root);
    }
    let candidates: Vec<_> = members.iter().copied().filter(|node| binary.is_some() || makes_cdylib(node)).collect();
    match candidates[..] {
        [one] => Ok(one),
        [] => bail!(
            "no package of the workspace makes a cdylib\n\
             next step: add `[lib] crate-type = [\"cdylib\"]` to the Cargo.toml of the one to measure"
        ),
        _ => {
            let names: Vec<_> = candidates.iter().map(|node| node.name.as_str()).collect();
            bail!("several packages make a module: choose with --package ({})", names.join(", "))
        }
    }
}

fn product_of(node: &Node, binary: Option<&str>) -> Result<Product> {
    let binaries: Vec<_> = node
        .targets
        .iter()
        .filter(|target| target.kind.contains(&TargetKind::Bin))
        .map(|target| target.name.as_str())
        .collect();
    if let Some(binary) = binary {
        ensure!(
            binaries.contains(&binary),
            "package {} has no binary `{binary}` (it has: {})",
            node.name,
            if binaries.is_empty() { "none".to_owned() } else { binaries.join(", ") }
        );
        return Ok(Product::Binary(binary.to_owned()));
    }
    let library = node.targets.iter().find(|target| target.crate_types.contains(&CrateType::CDyLib));
    if let Some(library) = library {
        return Ok(Product::Library(library.name.clone()));
    }
    let advice = match binaries.first() {
        Some(binary) => format!("\nor measure its binary: --bin {binary}"),
        None => String::new(),
    };
    bail!(
        "package {} makes no cdylib, so there is no module to measure\n\
         next step: add to {}:\n\n    [lib]\n    crate-type = [\"cdylib\"]\n{advice}",
        node.name,
        node.manifest_path
    )
}

/// `node` and everything that it depends on: what is on this disk, and the
/// identities of what is not.
fn closure(metadata: &Metadata, node: &Node) -> (Vec<Local>, BTreeSet<String>) {
    let packages: HashMap<_, _> = metadata.packages.iter().map(|node| (&node.id, node)).collect();
    let edges: HashMap<_, _> =
        metadata.resolve.iter().flat_map(|resolve| &resolve.nodes).map(|node| (&node.id, &node.dependencies)).collect();
    let mut seen = HashSet::from([&node.id]);
    let mut queue = vec![&node.id];
    let mut local = BTreeSet::new();
    let mut foreign = BTreeSet::new();
    while let Some(id) = queue.pop() {
        if let Some(package) = packages.get(id) {
            match &package.source {
                None => local.insert(Local::of(package)),
                Some(source) => foreign.insert(format!("{} {} {source}", package.name, package.version)),
            };
        }
        queue.extend(edges.get(id).into_iter().flat_map(|ids| ids.iter()).filter(|id| seen.insert(id)));
    }
    (local.into_iter().collect(), foreign)
}
