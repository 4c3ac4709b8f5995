//! The size bars of this repository's own guest, on the pinned toolchain.

use std::collections::BTreeMap;

use crate::project::{Run, program, repository, rows};

#[test]
fn the_smallest_guests_are_as_small_as_promised() {
    let mut command = program();
    command.current_dir(repository()).args(["matrix", "--format", "json", "--wasm-opt-tool", "npm"]);
    command.args(["--include", "features=smallest|static-prime,opt-level=z,lto=fat,strip=symbols"]);
    let run = Run::of(&mut command);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = serde_json::from_str(&run.stdout).unwrap();
    let sizes: BTreeMap<_, _> = rows(&report, &["bytes", "raw"]).into_iter().collect();
    let size = |features: &str, slim: &str, wasm_opt: &str| {
        sizes[&format!("wasm32-unknown-unknown z fat {features} symbols {slim} {wasm_opt}")].as_u64().unwrap()
    };
    assert!(size("smallest", "off", "off") <= 134, "{sizes:?}");
    assert!(size("static-prime", "off", "-Oz") <= 122, "{sizes:?}");
    assert!(size("static-prime", "on", "off") <= 122, "{sizes:?}");
}
