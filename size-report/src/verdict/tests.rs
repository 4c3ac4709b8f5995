use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::*;
use crate::axis::Axis;
use crate::bytes::Bytes;
use crate::digest::Digest;
use crate::report::Provenance;

/// A report with a row of that raw size for each feature set.
pub fn report(cells: &[(&str, u64)]) -> Report {
    let row = |(features, raw): &(&str, u64)| Row {
        cell: [(Axis::Features, (*features).to_owned()), (Axis::Strip, "symbols".to_owned())].into_iter().collect(),
        bytes: Sizes { raw: Bytes(*raw), gzip: Bytes(*raw), brotli: Bytes(*raw) },
        brotli_quality: None,
        sha256: Digest::of(b""),
    };
    let labels = cells.iter().map(|(label, _)| (*label).to_owned()).collect();
    Report {
        schema: crate::report::SCHEMA.to_owned(),
        provenance: Provenance {
            package: "small 0.1.0".to_owned(),
            product: "small".to_owned(),
            profile: "release".to_owned(),
            rustc: BTreeMap::from([("release", "1.99.1"), ("host", "h"), ("commit-hash", "c")])
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            cargo: String::new(),
            wasm_opt: None,
            slim: None,
            gzip: "g".to_owned(),
            brotli: "b".to_owned(),
            lock_sha256: Digest::of(b""),
            sources_sha256: Digest::of(b""),
            flags: Vec::new(),
        },
        axes: BTreeMap::from([(Axis::Features, labels), (Axis::Strip, vec!["symbols".to_owned()])]),
        feature_sets: IndexMap::new(),
        cells: cells.len(),
        shard: None,
        rows: cells.iter().map(row).collect(),
        failures: Vec::new(),
    }
}

const WHOLE: Scope<'static> = Scope { budgets: &[], whole: true, ignored: &[] };

/// How `new` stands against `old`.
pub fn verdict(old: &[(&str, u64)], new: &[(&str, u64)]) -> Verdict {
    Verdict::of(&report(new), &Baseline::of(&report(old), Some("abc".to_owned())), WHOLE).unwrap()
}

#[test]
fn every_cell_has_its_own_change() {
    let verdict = verdict(
        &[("same", 9), ("less", 9), ("more", 9), ("gone", 9)],
        &[("same", 9), ("less", 8), ("more", 10), ("fresh", 9)],
    );
    let changes: Vec<_> = verdict.changed().iter().map(|cell| (cell.cell.as_str(), cell.change)).collect();
    assert_eq!(
        changes,
        [
            ("more.strip-symbols", Change::OverBudget),
            ("gone.strip-symbols", Change::Vanished),
            ("fresh.strip-symbols", Change::New),
            ("less.strip-symbols", Change::Shrunk),
        ]
    );
    assert_eq!(verdict.result, Outcome::Regression);
    assert_eq!(verdict.exit_code(), exit::REGRESSION);
}

#[test]
fn what_was_blessed_passes_and_one_byte_more_does_not() {
    let blessed = [("a", 100), ("b", 200)];
    assert_eq!(verdict(&blessed, &blessed).result, Outcome::Ok);
    assert_eq!(verdict(&blessed, &[("a", 99), ("b", 200)]).result, Outcome::Ok);
    assert_eq!(verdict(&blessed, &[("a", 100), ("b", 201)]).result, Outcome::Regression);
    assert_eq!(verdict(&blessed, &[("a", 100)]).result, Outcome::Regression);
}

#[test]
fn a_cell_that_was_not_asked_for_has_not_vanished() {
    let baseline = Baseline::of(&report(&[("a", 1), ("b", 1)]), None);
    let verdict = Verdict::of(&report(&[("a", 1)]), &baseline, Scope { whole: false, ..WHOLE }).unwrap();
    assert_eq!((verdict.result, verdict.unchecked), (Outcome::Ok, 1));
}

#[test]
fn other_tools_are_named_and_nothing_is_judged_unless_they_are_ignored() {
    let mut old = report(&[("a", 1)]);
    old.provenance.rustc.insert("release".to_owned(), "1.98.0".to_owned());
    old.provenance.wasm_opt = Some("wasm-opt 1".to_owned());
    old.provenance.slim = Some("slim/0".to_owned());
    let (old, new) = (Baseline::of(&old, None), report(&[("a", 2)]));
    let verdict = Verdict::of(&new, &old, WHOLE).unwrap();
    assert_eq!((verdict.result, verdict.exit_code()), (Outcome::ToolsDiffer, exit::TOOLCHAIN_DIFFERS));
    assert_eq!(
        verdict.tools.iter().map(|tool| tool.field).collect::<Vec<_>>(),
        [Field::Rustc, Field::WasmOpt, Field::Slim]
    );
    assert_eq!(verdict.tools[0].baseline, "1.98.0 (c)");
    assert_eq!(verdict.cells[0].change, Change::Grown);
    for ignored in [&[Field::Rustc, Field::WasmOpt, Field::Slim][..], &[Field::All]] {
        assert_eq!(Verdict::of(&new, &old, Scope { ignored, ..WHOLE }).unwrap().result, Outcome::Regression);
    }
}

#[test]
fn a_cell_that_could_not_be_built_is_neither_gone_nor_fine() {
    let mut new = report(&[("a", 1), ("b", 1)]);
    let row = new.rows.pop().unwrap();
    new.failures.push(Failure { cell: row.cell, message: "no".to_owned() });
    let verdict = Verdict::of(&new, &Baseline::of(&report(&[("a", 1), ("b", 1)]), None), WHOLE).unwrap();
    assert_eq!((verdict.result, verdict.cells.len()), (Outcome::ToolFailed, 1));
}

#[test]
fn a_baseline_of_another_package_and_a_budget_for_no_cell_are_refused() {
    let mut old = Baseline::of(&report(&[("a", 1)]), None);
    old.package = "other".to_owned();
    let error = Verdict::of(&report(&[("a", 1)]), &old, WHOLE).unwrap_err().to_string();
    assert!(error.contains("package other, and this is small"), "{error}");
    old.package = "small".to_owned();
    for (pattern, cause) in
        [("\"b.*\"", "about no cell"), ("{ features = \"b\" }", "`b`, which the matrix does not have")]
    {
        let budget: Budget = toml::from_str(&format!("cells = {pattern}\nraw = {{ max = 1 }}")).unwrap();
        let error = Verdict::of(&report(&[("a", 1)]), &old, Scope { budgets: &[budget], ..WHOLE }).unwrap_err();
        assert!(format!("{error:#}").contains(cause), "{error:#}");
    }
}
