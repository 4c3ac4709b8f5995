//! The guest that the tests are about, as real cargo builds it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The guest with every export, whose allocator is the host's in every respect
/// and whose panics are told.
pub fn guest() -> &'static Path {
    static GUEST: OnceLock<PathBuf> = OnceLock::new();
    GUEST.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("guest");
        let built = Command::new(env!("CARGO"))
            .args(["rustc", "--quiet", "-p", "guest-nostd", "--lib", "--crate-type", "cdylib", "--release"])
            .args(["--target", "wasm32-unknown-unknown", "--no-default-features"])
            .args(["--features", "alloc-host,host-free,host-realloc,panic-message,every-export"])
            .arg("--target-dir")
            .arg(&folder)
            .current_dir(root())
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .status();
        assert!(built.unwrap().success());
        folder.join("wasm32-unknown-unknown/release/guest_nostd.wasm")
    })
}
