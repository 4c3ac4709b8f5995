//! `size-report slim` and the axis `slim`, on what the toolchain linked, with
//! every module run before and after.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::project::{GUEST as GUEST_SOURCE, MANIFEST, ONE, Project, Run, program, repository, rows};

/// Runs `size-report slim`, which has to succeed, and gives the module.
fn slimmed(input: &Path, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.wasm");
    let run = Run::of(program().arg("slim").arg(input).arg("-o").arg(&output).args(arguments));
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    fs::read(output).unwrap()
}

/// What a script says about a module in Node.
fn in_node(script: &str, module: &Path) -> String {
    let run = Run::of(
        Command::new("node").args(["--input-type=module", "-e", script, "--"]).arg(module).current_dir(repository()),
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    run.stdout
}

const SMALL: &str = "
    import { readFileSync } from 'node:fs';
    const memory = new WebAssembly.Memory({ initial: 17 });
    const module = await WebAssembly.instantiate(readFileSync(process.argv[1]), { env: { memory } });
    const { add, nth_prime } = module.instance.exports;
    const attempt = (run) => { try { return run(); } catch (error) { return String(error); } };
    console.log(add && [add(1, 2), add(-1, 1)]);
    console.log(nth_prime && [0, 5, 8, 9, -1].map((n) => attempt(() => nth_prime(n))));
";

#[test]
fn the_smallest_guests_reach_their_bars_and_do_what_they_did() {
    let kept = tempfile::tempdir().unwrap();
    let mut command = program();
    command.current_dir(repository()).args(["matrix", "--format", "json", "--wasm-opt-tool", "npm"]);
    command.args(["--config", "/dev/null", "--package", "guest-nostd", "--features", "add=panic-trap,add"]);
    command.args(["--features", "prime=panic-trap,nth-prime", "--slim", "off,on", "--wasm-opt", "off,-Oz"]);
    let run = Run::of(command.args(ONE).arg("--keep").arg(kept.path()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    let report = serde_json::from_str(&run.stdout).unwrap();
    let sizes: BTreeMap<_, _> = rows(&report, &["bytes", "raw"]).into_iter().collect();
    let size = |cell: &str| sizes[&format!("wasm32-unknown-unknown z fat {cell}")].as_u64().unwrap();
    assert!(size("add symbols on off") <= 41, "{sizes:?}");
    assert!(size("prime symbols on off") <= 97, "{sizes:?}");
    assert!(size("prime symbols on -Oz") <= 98, "{sizes:?}");
    for name in ["add", "prime"] {
        let module = |rest: &str| kept.path().join(format!("Oz.lto-fat.{name}.strip-symbols{rest}.wasm"));
        assert_eq!(in_node(SMALL, &module("")), in_node(SMALL, &module(".slim")));
        assert_eq!(slimmed(&module(""), &[]), fs::read(module(".slim")).unwrap());
    }
}

#[test]
fn a_crate_that_exports_its_memory_reaches_its_bars() {
    let project = Project::small();
    let kept = project.path("kept");
    project.report(&[&ONE[..], &["--keep", kept.to_str().unwrap()]].concat());
    let module = kept.join("Oz.lto-fat.default.strip-symbols.wasm");
    let both = project.path("both.wasm");
    fs::write(&both, slimmed(&module, &[])).unwrap();
    assert_eq!(in_node(SMALL, &module), in_node(SMALL, &both));
    assert!(slimmed(&module, &["--drop-export", "add"]).len() <= 94);
    assert!(slimmed(&module, &["--keep-export", "add"]).len() <= 41);
    let start = GUEST_SOURCE.find("static PRIMES").unwrap();
    let end = GUEST_SOURCE.find("#[unsafe(no_mangle)]\npub extern \"C\" fn add").unwrap();
    let project = Project::new(MANIFEST, &[&GUEST_SOURCE[..start], &GUEST_SOURCE[end..]].concat());
    let report = project.report(&[&ONE[..], &["--slim", "on"]].concat());
    assert!(report["rows"][0]["bytes"]["raw"].as_u64().unwrap() <= 55, "{report}");
}

/// Everything that the guest exports, and what it tells its host.
const GUEST: &str = "
    import { instantiate } from '@wasm-by-hand/node-harness';
    const said = [];
    const guest = await instantiate(process.argv[1], {
        onLine: (line) => said.push(line), onMalloc: (...call) => said.push(call), imports: { Math: { random: () => 0.25 } },
    });
    const { exports, text, bytes } = guest;
    const attempt = (run) => { try { return run(); } catch (error) { guest.reset(); return error.constructor.name; } };
    said.push(Object.keys(exports), exports.add(1, 2), exports.foo(), exports.random_add(1, 2));
    said.push([-1, 0, 3, 8, 9].map((n) => attempt(() => exports.nth_prime(n))));
    said.push([0, 3, 99].map((n) => exports.nth_prime_vec(n)), attempt(() => exports.panic_now()));
    const name = text.write('Zoë 🦀');
    exports.greet(name.ptr, name.len);
    const numbers = bytes.write(Float64Array.from([1, 2, 3]));
    const vector = exports.vector_new(numbers.ptr, 3);
    said.push(exports.vector_dot_product(vector, vector));
    console.log(JSON.stringify(said));
";

#[test]
fn the_guest_with_every_export_does_what_it_did_under_the_host() {
    let kept = tempfile::tempdir().unwrap();
    let mut command = program();
    command.current_dir(repository()).args(["matrix", "--config", "/dev/null", "--package", "guest-nostd"]);
    command.args(["--features", "trap=alloc-host,panic-trap,every-export"]);
    command.args(["--features", "message=alloc-host,panic-message,every-export"]);
    command.args(["--strip", "none,symbols", "--slim", "off,on", "--opt-level", "z,0", "--lto", "fat"]);
    let run = Run::of(command.arg("--keep").arg(kept.path()));
    assert_eq!(run.code, 0, "{}", run.stderr);
    for cell in ["Oz.lto-fat.trap", "Oz.lto-fat.message", "O0.lto-fat.trap"] {
        let module = |rest: &str| kept.path().join(format!("{cell}.strip-{rest}.wasm"));
        let said = in_node(GUEST, &module("symbols"));
        assert!(said.contains("Zoë 🦀") && (said.contains("RuntimeError") || said.contains("GuestPanic")), "{said}");
        for slim in ["symbols.slim", "none.slim"] {
            assert_eq!(in_node(GUEST, &module(slim)), said, "{cell} {slim}");
        }
        let size = |rest| fs::metadata(module(rest)).unwrap().len();
        assert!(size("symbols.slim") < size("symbols"));
        // Names stay with `strip=none`, and DWARF cannot.
        let with_names = fs::read(module("none.slim")).unwrap();
        assert!(with_names.windows(5).any(|bytes| bytes == b"\x04name"));
        assert!(!with_names.windows(6).any(|bytes| bytes == b".debug"));
    }
    let named = kept.path().join("Oz.lto-fat.message.strip-none.wasm");
    assert!(slimmed(&named, &["--snip-panics"]).len() < slimmed(&named, &[]).len());
}

#[test]
fn what_was_left_out_is_said_on_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.wasm");
    fs::write(&path, wat::parse_str(r#"(module (func) (memory 1) (func (export "f")))"#).unwrap()).unwrap();
    let output = program().arg("slim").arg(&path).args(["-o", "-"]).output().unwrap();
    assert_eq!(output.stdout, wat::parse_str(r#"(module (func (export "f")))"#).unwrap());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("in.wasm: 40 B → 31 B (−9 B)"), "{said}");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("functions 2 → 1 −4 B memories 1 → 0 −5 B"), "{said}");
}

#[test]
fn what_cannot_be_slimmed_is_said_with_its_cause_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.wasm");
    let output = folder.path().join("out.wasm");
    let whole = wat::parse_str(r#"(module (func (export "f")))"#).unwrap();
    for (bytes, arguments, text) in [
        (&whole[..20], &[][..], "in.wasm: this is not a valid module: "),
        (b"", &[], "at offset 0x0"),
        (b"\0asm\x0d\0\x01\0", &["--drop-export", "f"], "this is a component"),
        (b"\0asm\x0d\0\x01\0\x05", &[], "in.wasm: this is not a valid component: "),
        (&whole, &["--drop-export", "g"], "--drop-export g: the module has no export of that name"),
        (&whole, &["--keep", "name"], "--keep name: there is no custom section of that name"),
        (&whole, &["--snip", "g"], "next step"),
        (&whole, &["--snip", "/(/"], "no regular expression"),
    ] {
        fs::write(&path, bytes).unwrap();
        let run = Run::of(program().arg("slim").arg(&path).arg("-o").arg(&output).args(arguments));
        assert_eq!(run.code, 2, "{arguments:?} {}", run.stderr);
        assert!(run.stderr.contains(text), "{arguments:?} {}", run.stderr);
        assert!(!output.exists());
    }
}
