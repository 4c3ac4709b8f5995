//! Two versions of the same package, compared.

use serde_json::Value;

use crate::modules::corpus;
use crate::run::Run;

/// How much of the larger version's functions has to find its counterpart in a
/// version made of other sources, by other compilers and without names, in per
/// cent.
const MATCHED: u64 = 90;

#[test]
#[ignore = "make test-corpus"]
fn another_version_is_a_list_that_can_be_read() {
    let modules = corpus();
    for (package, old, new) in [
        ("resvg-resvg-wasm", "2.6.0", "2.6.2"),
        ("esbuild-wasm", "0.25.0", "0.25.1"),
        ("lightningcss-wasm", "1.29.1", "1.30.1"),
        ("rollup-wasm-node", "4.68.3", "4.68.4"),
        ("sql.js", "1.12.0", "1.13.0"),
    ] {
        let of = |version: &str| {
            let folder = format!("{package}-{version}/");
            modules.iter().find(|module| module.name.starts_with(&folder)).expect("a pinned version")
        };
        let (old, new) = (of(old), of(new));
        let run = Run::of(&["diff", old.arg(), new.arg(), "--format", "json"]);
        let answer: Value = serde_json::from_str(run.text().unwrap()).unwrap();
        let rows = answer["rows"].as_array().unwrap();
        let sum = |side: &str| -> i64 { rows.iter().map(|row| row[side].as_i64().unwrap()).sum() };
        let delta = i64::try_from(new.bytes).unwrap() - i64::try_from(old.bytes).unwrap();
        let [matched, all] = ["matched", "all"].map(|field| answer["functions"][field].as_u64().unwrap());
        println!(
            "{package}: {} rows, {matched} of {all} functions, {:.2} s, {} MB",
            rows.len(),
            run.elapsed.as_secs_f64(),
            run.peak >> 20
        );
        assert_eq!(sum("new_bytes") - sum("old_bytes"), delta, "{package}");
        assert!(rows.len() <= 100, "{package}: {} rows", rows.len());
        assert!(matched * 100 >= all * MATCHED, "{package}: {matched} of {all}");
    }
}
