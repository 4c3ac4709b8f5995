use crate::bytes::Bytes;
use crate::explain::Grown;
use crate::render::Format;
use crate::verdict::tests::verdict;
use crate::verdict::{Explanation, Verdict};

fn grown(name: &str) -> Grown {
    Grown { name: name.to_owned(), old_bytes: Bytes(10), new_bytes: Bytes(1300) }
}

fn explained(cell: &str, names: &[String]) -> Explanation {
    Explanation {
        compilation: cell.to_owned(),
        cells: vec![cell.to_owned()],
        crates: vec![grown("core")],
        functions: names.iter().map(|name| grown(name)).collect(),
        missing: None,
    }
}

fn large() -> Verdict {
    let names: Vec<String> = (0..1000).map(|number| format!("{}-{number}", "a_long_feature_set".repeat(4))).collect();
    let old: Vec<_> = names.iter().map(|name| (name.as_str(), 100_000)).collect();
    let new: Vec<_> = names.iter().map(|name| (name.as_str(), 200_000)).collect();
    let mut verdict = verdict(&old, &new);
    let functions: Vec<_> =
        (0..500).map(|n| format!("<ü|`{}\n as core::fmt::Display>::{n}", "ü::".repeat(400))).collect();
    verdict.explanations = names.iter().map(|name| explained(name, &functions)).collect();
    verdict
}

#[test]
fn a_comment_on_a_thousand_failing_cells_stays_within_the_limit_of_github() {
    let comment = Format::Markdown.render_verdict(&large()).unwrap();
    assert!(comment.len() <= 65_536, "{}", comment.len());
    let rows = comment.lines().filter(|line| line.starts_with("| `a_long")).count();
    assert!(rows > 50, "{rows}");
    assert!(comment.contains(&format!("… and {} more cells that do not fit", 1000 - rows)), "{comment}");
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    assert!(comment.contains("core::fmt") || comment.contains("`core`"));
    assert!(comment.ends_with("commit what it writes.\n"));
}

#[test]
fn names_cannot_break_a_table() {
    let mut verdict = verdict(&[("a", 1)], &[("a", 2)]);
    verdict.explanations = vec![explained("a", &["x|y`z\n| w".to_owned()])];
    let comment = Format::Markdown.render_verdict(&verdict).unwrap();
    assert!(comment.contains("| `x\\|y'z \\| w` | 10 B | 1,300 B | +1,290 B |"), "{comment}");
    let text = Format::Text.render_verdict(&verdict).unwrap();
    assert!(text.contains("x|y`z | w"), "{text}");
}

#[test]
fn the_text_names_the_cell_the_limit_and_the_function() {
    let mut verdict = verdict(&[("a", 1), ("b", 1)], &[("a", 2), ("b", 1)]);
    verdict.explanations = vec![explained("a.strip-symbols", &["core::fmt::write".to_owned()])];
    let text = Format::Text.render_verdict(&verdict).unwrap();
    for part in [
        "small 0.1.0: 1 cell over budget",
        "1 over budget, 1 unchanged; rustc 1.99.1, baseline of abc",
        "raw: no growth (by default), exceeded by 1 B",
        "what grew in a.strip-symbols",
        "+1,290 B",
        "core::fmt::write",
        "next step: make it smaller",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn programs_get_every_cell() {
    let verdict = verdict(&[("a", 1), ("b", 1)], &[("a", 2), ("b", 1)]);
    let json: serde_json::Value = serde_json::from_str(&Format::Json.render_verdict(&verdict).unwrap()).unwrap();
    assert_eq!(json["schema"], "size-report/verdict/1");
    assert_eq!(json["result"], "regression");
    assert_eq!(json["cells"][0]["breaches"][0]["over_bytes"], 1);
    let csv = Format::Csv.render_verdict(&verdict).unwrap();
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains("b.strip-symbols,unchanged,1,1,1,1,1,1,"), "{csv}");
}
