//! The guest as it is built for wasm, by real cargo: which features go together,
//! and what each module imports and exports.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use wasmparser::{Parser, Payload};

const ALLOCATORS: [&str; 9] = [
    "alloc-host",
    "alloc-arena",
    "alloc-bump",
    "alloc-tiny",
    "alloc-balanced",
    "alloc-full",
    "alloc-lol-leaking",
    "alloc-lol-free",
    "alloc-lol-free-locked",
];

const TARGET: &str = "wasm32-unknown-unknown";

/// A build of the guest, in a target folder of its own.
struct Build {
    folder: PathBuf,
    output: Output,
    profile: &'static str,
}

fn build(name: &str, profile: &'static str, features: &str) -> Build {
    build_with(Command::new(env!("CARGO")), name, profile, features)
}

fn build_with(mut cargo: Command, name: &str, profile: &'static str, features: &str) -> Build {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    cargo
        .args(["rustc", "--quiet", "--package", "guest-nostd", "--lib", "--crate-type", "cdylib"])
        .args(["--profile", profile, "--target", TARGET, "--no-default-features", "--features", features])
        .arg("--target-dir")
        .arg(&folder)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    let output = cargo.output().unwrap();
    Build { folder, output, profile }
}

impl Build {
    fn error(&self) -> String {
        assert!(!self.output.status.success(), "this was not meant to build");
        String::from_utf8_lossy(&self.output.stderr).into_owned()
    }

    fn path(&self) -> PathBuf {
        assert!(self.output.status.success(), "{}", String::from_utf8_lossy(&self.output.stderr));
        let profile = if self.profile == "dev" { "debug" } else { self.profile };
        self.folder.join(TARGET).join(profile).join("guest_nostd.wasm")
    }

    fn module(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap()
    }

    fn imports(&self) -> BTreeSet<String> {
        let module = self.module();
        let mut imports = BTreeSet::new();
        for payload in Parser::new(0).parse_all(&module) {
            if let Payload::ImportSection(section) = payload.unwrap() {
                for import in section.into_imports() {
                    let import = import.unwrap();
                    imports.insert(format!("{}.{}", import.module, import.name));
                }
            }
        }
        imports
    }

    fn exports(&self) -> BTreeSet<String> {
        let module = self.module();
        let mut exports = BTreeSet::new();
        for payload in Parser::new(0).parse_all(&module) {
            if let Payload::ExportSection(section) = payload.unwrap() {
                exports.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
            }
        }
        exports
    }
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn every_allocator_goes_with_every_export_and_both_panics() {
    for allocator in ALLOCATORS {
        for panic in ["panic-trap", "panic-message"] {
            let guest = build("allocators", "release", &format!("{allocator},{panic},every-export"));
            let mut imports = set(["env.memory", "env.send_line", "Math.random"]);
            if allocator == "alloc-host" {
                imports.insert("env.malloc".to_owned());
            }
            if panic == "panic-message" {
                imports.insert("env.panic".to_owned());
            }
            assert_eq!(guest.imports(), imports, "{allocator} {panic}");
            let mut exports = set([
                "add",
                "alloc",
                "dealloc",
                "foo",
                "greet",
                "nth_prime",
                "nth_prime_vec",
                "panic_now",
                "random_add",
                "vector_dot_product",
                "vector_free",
                "vector_new",
            ]);
            // The host needs to know where its heap may begin, if it has one.
            if allocator == "alloc-host" {
                exports.insert("__heap_base".to_owned());
            }
            assert_eq!(guest.exports(), exports, "{allocator} {panic}");
        }
    }
}

#[test]
fn the_host_is_asked_for_free_and_realloc_only_by_feature() {
    let guest =
        |features| build("host", "release", &format!("alloc-host,panic-trap,nth-prime-vec{features}")).imports();
    assert_eq!(guest(""), set(["env.memory", "env.malloc"]));
    assert_eq!(guest(",host-free"), set(["env.memory", "env.malloc", "env.free"]));
    assert_eq!(guest(",host-realloc"), set(["env.memory", "env.malloc", "env.free", "env.realloc"]));
}

#[test]
fn foo_calls_malloc_in_every_profile() {
    for profile in ["dev", "release"] {
        let guest = build("foo", profile, "alloc-host,panic-trap,foo");
        assert!(guest.imports().contains("env.malloc"), "{profile}");
        assert!(guest.imports().contains("env.memory"), "{profile}");
    }
}

#[test]
fn each_export_builds_alone_and_brings_nothing_else() {
    for (features, exports) in [
        ("add", set(["add"])),
        ("nth-prime", set(["nth_prime"])),
        ("random-add", set(["random_add"])),
        ("section", set([])),
        ("panic-now", set(["panic_now"])),
        ("alloc-bump,foo", set(["foo"])),
        ("alloc-bump,nth-prime-vec", set(["nth_prime_vec"])),
        ("alloc-bump,greet", set(["greet"])),
        ("alloc-bump,buffers", set(["alloc", "dealloc"])),
        ("alloc-bump,vector", set(["vector_new", "vector_dot_product", "vector_free"])),
    ] {
        assert_eq!(build("alone", "release", &format!("panic-trap,{features}")).exports(), exports, "{features}");
    }
}

#[test]
fn a_lock_is_no_byte_where_there_are_no_threads() {
    for allocator in ["alloc-arena", "alloc-bump", "alloc-tiny", "alloc-balanced", "alloc-full"] {
        let module = |features| build("locked", "release", &format!("{allocator},panic-trap,foo{features}")).module();
        assert_eq!(module(""), module(",heap-locked"), "{allocator}");
    }
}

/// Instantiates the module in its first argument, and prints what the heap counted
/// before and after `foo` allocates 5 bytes.
const COUNT: &str = "
    const { instance, module } = await WebAssembly.instantiate(require('node:fs').readFileSync(process.argv[1]), {
      env: { memory: globalThis.memory = new WebAssembly.Memory({ initial: 20 }), malloc: () => 1048576 + 4096 },
    });
    const counts = () => [...new Uint32Array(memory.buffer, instance.exports.heap_counters(), 5)].join(' ');
    console.log(counts());
    instance.exports.foo();
    console.log(counts());
";

#[test]
fn a_host_reads_what_the_heap_was_asked_for() {
    for allocator in ALLOCATORS {
        let guest = build("stats", "release", &format!("{allocator},heap-stats,panic-trap,foo"));
        assert!(guest.exports().contains("heap_counters"), "{allocator}");
        let script = format!("(async () => {{ {COUNT} }})()");
        let output = Command::new("node").arg("--eval").arg(script).arg("--").arg(guest.path()).output().unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(printed, "0 0 0 0 0\n1 5 5 5 0\n", "{allocator}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn two_of_what_there_can_be_one_of_is_an_error_that_names_both() {
    for (index, first) in ALLOCATORS.iter().enumerate() {
        for second in &ALLOCATORS[index + 1..] {
            let error = build("errors", "release", &format!("panic-trap,{first},{second}")).error();
            assert!(error.contains(&format!("features `{first}` and `{second}` are both on")), "{error}");
        }
    }
    let error = build("errors", "release", "panic-trap,panic-message").error();
    assert!(error.contains("features `panic-trap` and `panic-message` are both on"), "{error}");
}

#[test]
fn none_of_what_there_must_be_one_of_is_an_error_that_names_the_choice() {
    for needs_one in ["foo", "heap-stats"] {
        let error = build("errors", "release", &format!("panic-trap,{needs_one}")).error();
        assert!(error.contains("no allocator is on") && error.contains("`alloc-host`"), "{error}");
    }
    let error = build("errors", "release", "add").error();
    assert!(error.contains("turn on one of the features `panic-trap` and `panic-message`"), "{error}");
}

#[test]
fn the_section_is_in_the_module_and_not_in_its_memory() {
    let module = build("section", "release", "panic-trap,section").module();
    let text = concat!("guest-nostd ", env!("CARGO_PKG_VERSION"));
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(&module) {
        match payload.unwrap() {
            Payload::CustomSection(section) => sections.push((section.name().to_owned(), section.data().to_vec())),
            Payload::DataSection(_) => panic!("the text is in the data section too"),
            _ => {}
        }
    }
    assert_eq!(sections, [("wasm-by-hand".to_owned(), text.as_bytes().to_vec())]);
}

#[test]
fn the_oldest_supported_rust_builds_it_too() {
    const OLDEST: &str = "1.95.0";
    let installed = Command::new("rustup").args(["toolchain", "list"]).output();
    let installed = installed.is_ok_and(|list| String::from_utf8_lossy(&list.stdout).contains(OLDEST));
    if !installed {
        eprintln!("Rust {OLDEST} is not installed, so nothing was built with it (rustup toolchain install {OLDEST})");
        return;
    }
    let added = Command::new("rustup").args(["target", "add", "--toolchain", OLDEST, TARGET]).output().unwrap();
    assert!(added.status.success(), "{}", String::from_utf8_lossy(&added.stderr));
    for allocator in ALLOCATORS {
        let mut cargo = Command::new("rustup");
        cargo.args(["run", OLDEST, "cargo"]).env_remove("RUSTUP_TOOLCHAIN").env_remove("RUSTC").env_remove("CARGO");
        let guest = build_with(cargo, "oldest", "release", &format!("{allocator},panic-message,every-export"));
        assert!(guest.imports().contains("env.memory"), "{allocator}");
    }
}
