//! The modules that are tried.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A file with a module or a component in it.
pub struct Module {
    /// What it is called in messages.
    pub name: String,
    pub path: PathBuf,
    pub bytes: u64,
}

impl Module {
    fn new(name: String, path: PathBuf) -> Self {
        let bytes = fs::metadata(&path).unwrap().len();
        Self { name, path, bytes }
    }

    pub fn read(&self) -> Vec<u8> {
        fs::read(&self.path).unwrap()
    }

    pub fn arg(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

/// The modules in `modules/`, assembled into a folder that lives as long as the
/// first half of the pair.
pub fn hand_made() -> (TempDir, Vec<Module>) {
    let folder = tempfile::tempdir().unwrap();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/modules");
    let mut modules: Vec<Module> = fs::read_dir(sources)
        .unwrap()
        .map(|entry| {
            let source = entry.unwrap().path();
            let name = source.file_stem().unwrap().to_str().unwrap().to_owned();
            let path = folder.path().join(format!("{name}.wasm"));
            fs::write(&path, wat::parse_file(&source).unwrap_or_else(|error| panic!("{error}"))).unwrap();
            Module::new(name, path)
        })
        .collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(modules.len() > 20, "the sources are not where they should be");
    (folder, modules)
}

/// The modules that `tasks/corpus.sh` fetched, the smallest first.
pub fn corpus() -> Vec<Module> {
    let folder = corpus_folder();
    let mut modules = Vec::new();
    let mut folders = vec![folder.clone()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}: make test-corpus", next.display()))
        {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
                modules.push(Module::new(name, path));
            }
        }
    }
    modules.sort_by(|a, b| (a.bytes, &a.name).cmp(&(b.bytes, &b.name)));
    modules
}

/// Where `tasks/corpus.sh` puts the modules: beside everything else that is made.
pub fn corpus_folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| repository().join("target")).join("corpus/modules")
}

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}
