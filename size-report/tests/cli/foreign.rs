//! Crates that are no part of this workspace.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::json;

use crate::project::{GUEST, MANIFEST, ONE, Project, Run, rows};

#[test]
fn a_crate_with_a_dependency_from_the_registry_is_measured() {
    let manifest = format!("{MANIFEST}[dependencies]\nitoa = \"1\"\n");
    let library = format!(
        "{GUEST}\n#[unsafe(no_mangle)]\npub extern \"C\" fn digits(n: u32) -> usize {{ itoa::Buffer::new().format(n).len() }}\n"
    );
    let project = Project::new(&manifest, &library);
    let report = project.report(&["--opt-level", "z,3", "--lto", "off,fat", "--strip", "none,symbols"]);
    assert_eq!(report["schema"], "size-report/matrix/1");
    assert_eq!(report["rows"].as_array().unwrap().len(), 8);
    for row in report["rows"].as_array().unwrap() {
        for metric in ["raw", "gzip", "brotli"] {
            assert!(row["bytes"][metric].as_u64().unwrap() > 60, "{row}");
        }
    }
    assert_eq!(
        report["rows"][0]["cell"],
        json!({"target": "wasm32-unknown-unknown", "opt-level": "z", "lto": "off", "features": "default", "strip": "none", "wasm-opt": "off"})
    );
    let made = &report["provenance"];
    assert_eq!(made["package"], "small 0.1.0");
    assert!(made["rustc"]["release"].is_string() && made["lock_sha256"].as_str().unwrap().len() == 64, "{made}");
}

#[test]
fn without_axes_fifty_four_cells_come_from_eighteen_compilations() {
    let project = Project::small();
    // A wrapper sees every start of rustc.
    let log = project.path("rustc.log");
    let wrapper = project.path("wrapper.sh");
    fs::write(&wrapper, format!("#!/bin/sh\necho \"$@\" >> '{}'\nexec \"$@\"\n", log.display())).unwrap();
    let set = Command::new("chmod").arg("+x").arg(&wrapper).status().unwrap();
    assert!(set.success());
    let run = Run::of(project.command(&["matrix", "--format", "csv"]).env("RUSTC_WRAPPER", &wrapper));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 1 + 54);
    let compilations = fs::read_to_string(log).unwrap().matches("--crate-name small").count();
    assert_eq!(compilations, 18);
}

#[test]
fn each_strip_level_has_the_size_that_rustc_gives_it() {
    // A section that the program wrote itself is there to show that it stays.
    let library =
        format!("{GUEST}\n#[unsafe(link_section = \"mine\")]\npub static SECTION: [u8; 7] = *b\"payload\";\n");
    let project = Project::new(MANIFEST, &library);
    let report = project.report(&["--opt-level", "z,1", "--lto", "off,fat", "--strip", "none,debuginfo,symbols"]);
    let ours: BTreeMap<_, _> = rows(&report, &["bytes", "raw"]).into_iter().collect();
    assert_eq!(ours.len(), 12);
    for (key, size) in ours {
        let values: Vec<_> = key.split(' ').collect();
        let [_, opt_level, lto, _, strip, _] = values[..] else { panic!("{key}") };
        let opt_level = if opt_level == "z" { "\"z\"" } else { opt_level };
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--release", "--target", "wasm32-unknown-unknown", "--quiet"])
            .args(["--config", &format!("profile.release.opt-level={opt_level}")])
            .args(["--config", &format!("profile.release.lto=\"{lto}\"")])
            .args(["--config", &format!("profile.release.strip=\"{strip}\"")])
            .current_dir(&project.root)
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_TARGET_DIR")
            .status()
            .unwrap();
        assert!(cargo.success());
        let linked = fs::metadata(project.path("target/wasm32-unknown-unknown/release/small.wasm")).unwrap().len();
        // Names in DWARF have this machine's paths, of other lengths than ours.
        if strip == "none" {
            assert!(size.as_u64().unwrap().abs_diff(linked) < 512, "{key}: {size} and {linked}");
        } else {
            assert_eq!(size, linked, "{key}");
        }
    }
}

#[test]
fn features_and_other_axes_reach_the_compiler() {
    let library = format!(
        "{GUEST}\n#[cfg(feature = \"extra\")]\n#[unsafe(no_mangle)]\npub extern \"C\" fn extra(a: u64) -> u64 {{ a * 12345678901 }}\n"
    );
    let manifest = MANIFEST.replace("extra = []", "default = [\"extra\"]\nextra = []");
    let project = Project::new(&manifest, &library);
    let report = project.report(
        &[
            &ONE[..],
            &["--features", "plain=", "--features", "all=extra", "--features", "default", "--codegen-units", "1,16"],
        ]
        .concat(),
    );
    let sizes: BTreeMap<_, _> = rows(&report, &["bytes", "raw"]).into_iter().collect();
    let size = |features: &str| {
        let key = format!("wasm32-unknown-unknown z fat 1 {features} symbols off");
        sizes[&key].as_u64().unwrap()
    };
    assert!(size("plain") < size("all"), "{sizes:?}");
    assert_eq!(size("all"), size("default"));
    assert_eq!(sizes.len(), 6);
}

#[test]
fn a_binary_can_be_measured_too() {
    let manifest =
        "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[profile.release]\npanic = \"abort\"\n";
    let project = Project::new(manifest, "");
    project.write("src/main.rs", "fn main() {}\n");
    let report = project.report(&[&ONE[..], &["--bin", "tool", "--target", "wasm32-wasip1"]].concat());
    assert_eq!(report["provenance"]["product"], "tool");
    assert!(report["rows"][0]["bytes"]["raw"].as_u64().unwrap() > 100);
}

#[test]
fn bytes_do_not_depend_on_where_the_crate_is() {
    // A panic location has the path of the file, and so has DWARF.
    let library = format!(
        "{GUEST}\n#[unsafe(no_mangle)]\npub extern \"C\" fn at() -> usize {{ core::panic::Location::caller().file().len() }}\n#[unsafe(no_mangle)]\npub extern \"C\" fn name() -> *const u8 {{ core::panic::Location::caller().file().as_ptr() }}\n"
    );
    let manifest = MANIFEST.replace("panic = \"abort\"", "panic = \"abort\"\ndebug = 2");
    let [short, long] = ["a", "a-folder-with-a-much-longer-name/and a space"].map(|folder| {
        let project = Project::in_folder(folder, &manifest, &library);
        rows(&project.report(&["--opt-level", "0,z", "--lto", "off,fat"]), &["sha256"])
    });
    assert_eq!(short.len(), 12);
    assert_eq!(short, long);
}

#[test]
fn flags_of_the_environment_do_not_hide_those_of_the_project() {
    let library = "#![no_std]\n#[panic_handler]\nfn panic(_: &core::panic::PanicInfo<'_>) -> ! { loop {} }\n#[unsafe(no_mangle)]\npub static TABLE: [u8; 3] = [1, 2, 3];\n#[cfg(from_environment)]\n#[unsafe(no_mangle)]\npub extern \"C\" fn from_environment() {}\n#[cfg(from_file)]\n#[unsafe(no_mangle)]\npub extern \"C\" fn from_file() {}\n";
    for (table, name) in [("target.wasm32-unknown-unknown", "target"), ("build", "build")] {
        let project = Project::new(MANIFEST, library);
        project.write(".cargo/config.toml", &format!("[{table}]\nrustflags = [\"--cfg\", \"from_file\"]\n"));
        let has = |run: &Run, export: &str| {
            assert_eq!(run.code, 0, "{}", run.stderr);
            let module = fs::read(project.path("kept/Oz.lto-fat.default.strip-symbols.wasm")).unwrap();
            String::from_utf8_lossy(&module).contains(export)
        };
        let kept = project.path("kept");
        let keep = ["--keep", kept.to_str().unwrap()];
        let run = project.matrix(&[&ONE[..], &keep].concat());
        assert!(has(&run, "from_file") && !has(&run, "from_environment"), "{name}");
        assert_eq!(run.stderr, "");
        let mut command = project.command(&[&["matrix"][..], &ONE[..], &keep].concat());
        let run = Run::of(command.env("RUSTFLAGS", "--cfg from_environment"));
        assert!(has(&run, "from_environment"), "{name}");
        assert!(run.stderr.contains("RUSTFLAGS is set"), "{}", run.stderr);
        // `build.rustflags` loses against the environment in cargo too.
        assert_eq!(has(&run, "from_file"), name == "target");
    }
}
