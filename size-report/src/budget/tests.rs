use super::*;

fn limit(text: &str) -> Limit {
    toml::from_str(text).unwrap()
}

/// The budget in a configuration whose other lines are fine.
fn budget(text: &str) -> Result<Budget, String> {
    let text = format!("[matrix]\n\n[[budget]]\n{text}");
    let config: crate::config::Config = toml::from_str(&text).map_err(|error| error.to_string())?;
    Ok(config.budget[0].clone())
}

fn cell(strip: &str) -> Cell {
    [(Axis::OptLevel, "z".to_owned()), (Axis::Strip, strip.to_owned())].into_iter().collect()
}

fn sizes(raw: u64, gzip: u64, brotli: u64) -> Sizes {
    Sizes { raw: Bytes(raw), gzip: Bytes(gzip), brotli: Bytes(brotli) }
}

#[test]
fn each_kind_of_limit_holds_up_to_its_last_byte() {
    let exceeded = |text: &str, old: u64, new: u64| limit(text).exceeded(Some(Bytes(old)), Bytes(new));
    for (text, old, last, said) in [
        ("max = 200", 100, 200, "at most 200 B"),
        ("growth = 0", 100, 100, "no growth"),
        ("growth = 1000", 100, 1100, "+1,000 B"),
        ("growth-percent = 10", 110, 121, "+10 %"),
        ("growth-percent = 2.5", 1000, 1025, "+2.5 %"),
        ("growth = 5\ngrowth-percent = 10", 100, 105, "+5 B or +10 %"),
        ("growth = 5\ngrowth-percent = 10\nwhen = \"either\"", 10, 11, "+5 B or +10 %"),
        ("growth = 5\ngrowth-percent = 10\nwhen = \"both\"", 100, 110, "+5 B and +10 %"),
        ("growth = 50\ngrowth-percent = 10\nwhen = \"both\"", 100, 150, "+50 B and +10 %"),
        ("growth = 0\nnoise = 4", 100, 104, "no growth"),
        ("noise = 4", 100, 104, "+4 B"),
        ("growth-percent = 1\nnoise = 4", 100, 104, "+1 %"),
    ] {
        assert_eq!(exceeded(text, old, last), None, "{text}");
        let (words, over) = exceeded(text, old, last + 1).unwrap();
        assert_eq!(words, said, "{text}");
        assert!(over.0 >= 1);
        assert_eq!(exceeded(text, old, old - 10), None, "{text}: smaller is never too much");
    }
}

#[test]
fn an_absolute_limit_needs_no_baseline_and_noise_does_not_soften_it() {
    assert!(limit("max = 200\nnoise = 50").exceeded(None, Bytes(201)).is_some());
    assert_eq!(limit("growth = 0").exceeded(None, Bytes(201)), None);
}

#[test]
fn without_a_budget_what_ships_may_not_grow_in_any_metric_and_the_rest_is_free() {
    let (old, all) = (sizes(100, 90, 80), Metric::ALL);
    for new in [sizes(101, 90, 80), sizes(100, 91, 80), sizes(90, 90, 81)] {
        let found = breaches(&[], &cell("symbols"), Some(&old), &new, &all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].limit.as_str(), found[0].over_bytes), ("no growth", Bytes(1)));
        assert!(breaches(&[], &cell("none"), Some(&old), &new, &all).is_empty());
    }
    assert!(breaches(&[], &cell("symbols"), None, &sizes(9, 9, 9), &all).is_empty());
    assert!(breaches(&[], &cell("symbols"), Some(&old), &sizes(100, 90, 85), &all[..2]).is_empty());
}

#[test]
fn a_budget_for_growth_replaces_the_default_and_an_absolute_one_adds_to_it() {
    let (old, new) = (sizes(100, 90, 80), sizes(103, 92, 81));
    let growth = budget("cells = { strip = \"symbols\" }\nraw = { growth = 3 }").unwrap();
    let absolute = budget("cells = \"Oz.*\"\nraw = { max = 102 }").unwrap();
    let found = |budgets: &[Budget]| {
        let found = breaches(budgets, &cell("symbols"), Some(&old), &new, &Metric::ALL);
        found.into_iter().map(|breach| (breach.budget, breach.metric, breach.over_bytes.0)).collect::<Vec<_>>()
    };
    assert_eq!(found(std::slice::from_ref(&growth)), []);
    assert_eq!(found(&[growth, absolute.clone()]), [("budget Oz.*".to_owned(), Metric::Raw, 1)]);
    assert_eq!(found(&[absolute]).len(), 4);
}

#[test]
fn slugs_match_with_wildcards() {
    for (pattern, slug, expected) in [
        ("Oz.*", "Oz.lto-fat", true),
        ("*strip-symbols", "Oz.strip-symbols", true),
        ("*strip-symbols", "Oz.strip-symbols.wasm-opt-Oz", false),
        ("O?.x", "Os.x", true),
        ("O?.x", "O.x", false),
        ("*", "", true),
        ("*a*b", "xaxxb", true),
    ] {
        assert_eq!(slug_matches(pattern, slug), expected, "{pattern} {slug}");
    }
}

#[test]
fn a_budget_that_cannot_be_meant_is_an_error_with_its_cause() {
    for (text, cause) in [
        ("cells = \"*\"", "a budget limits nothing"),
        ("raw = { max = 1 }", "missing field `cells`"),
        ("cells = \"*\"\nraw = {}", "a limit is empty"),
        ("cells = \"*\"\nraw = { growth = 1, when = \"both\" }", "`when` joins growth and growth-percent"),
        ("cells = \"*\"\nraw = { growth-percent = -1.0 }", "growth-percent is -1"),
        ("cells = \"*\"\nraw = { growth = -1 }", "invalid value"),
        ("cells = \"*\"\nsize = { max = 1 }", "unknown field `size`"),
        ("cells = \"*\"\nraw = { maximum = 1 }", "unknown field `maximum`"),
        ("cells = 3\nraw = { max = 1 }", "a table of axes, or a slug"),
    ] {
        let error = budget(text).unwrap_err();
        assert!(error.contains(cause) && error.contains("line"), "{text}: {error}");
    }
}
