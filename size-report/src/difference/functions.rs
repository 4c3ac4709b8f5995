//! The differences of functions.

use anyhow::Result;

use super::matching::{Function, functions, matches};
use super::{Change, Difference, Row};
use crate::module::analysis::Part;
use crate::module::row::Kind;

/// Adds the rows of what two modules have of functions.
///
/// # Errors
///
/// If a function is malformed.
pub fn compare(difference: &mut Difference, old: &Part<'_>, new: &Part<'_>) -> Result<()> {
    let (olds, news) = (functions(old)?, functions(new)?);
    let to_new = matches(&olds, &news);
    let mut taken = vec![false; news.len()];
    // A function that is as it was may be written in other lengths, since the
    // indices and addresses in it became longer or shorter.
    let mut rewritten = [0, 0];
    let mut count = 0;
    for (function, found) in olds.iter().zip(&to_new) {
        let Some(found) = found.map(|found| &news[found]) else {
            difference.rows.push(row(Change::Removed, old, Some(function), None));
            continue;
        };
        taken[found.ordinal] = true;
        difference.matched.0 += 1;
        match change(function, found) {
            Some(change) => difference.rows.push(row(change, new, Some(function), Some(found))),
            None if function.bytes != found.bytes => {
                rewritten[0] += function.bytes;
                rewritten[1] += found.bytes;
                count += 1;
            }
            None => {}
        }
    }
    for function in news.iter().filter(|function| !taken[function.ordinal]) {
        difference.rows.push(row(Change::Added, new, None, Some(function)));
    }
    if count > 0 {
        difference.rows.push(Row {
            change: Change::Changed,
            kind: "functions",
            name: format!("{}{count} with longer or shorter indices and addresses", new.prefix),
            old_name: None,
            old_bytes: rewritten[0],
            new_bytes: rewritten[1],
        });
    }
    difference.matched.1 += olds.len().max(news.len());
    declarations(difference, old, new, [olds.len(), news.len()]);
    Ok(())
}

/// What happened to a function, if something did.
fn change(old: &Function, new: &Function) -> Option<Change> {
    if old.shape != new.shape {
        return Some(Change::Changed);
    }
    let (Some(old), Some(new)) = (&old.name, &new.name) else { return None };
    let last = |name: &str| name.rsplit("::").next().map(str::to_owned);
    match (old == new, last(old) == last(new)) {
        (true, _) => None,
        (_, true) => Some(Change::Moved),
        _ => Some(Change::Renamed),
    }
}

fn row(change: Change, part: &Part<'_>, old: Option<&Function>, new: Option<&Function>) -> Row {
    let name_of = |function: &Function| {
        let index = part.layout.bodies.get(function.ordinal).map_or(0, |body| body.index);
        function.name.clone().unwrap_or_else(|| format!("func[{index}]"))
    };
    let name = new.or(old).map(name_of).unwrap_or_default();
    let old_name = match (old, new) {
        (Some(Function { name: Some(old), .. }), Some(Function { name: Some(new), .. })) if old != new => {
            Some(format!("{}{old}", part.prefix))
        }
        _ => None,
    };
    Row {
        change,
        kind: Kind::Func.word(),
        name: format!("{}{name}", part.prefix),
        old_name,
        old_bytes: old.map_or(0, |function| function.bytes),
        new_bytes: new.map_or(0, |function| function.bytes),
    }
}

/// The entries of the function section: a byte or two for each function.
fn declarations(difference: &mut Difference, old: &Part<'_>, new: &Part<'_>, counts: [usize; 2]) {
    let all = |part: &Part<'_>| -> u64 {
        part.layout.rows.iter().filter(|row| row.kind == Kind::Func).map(|row| row.bytes).sum()
    };
    let code = |part: &Part<'_>| -> u64 { part.layout.bodies.iter().map(|body| body.bytes).sum() };
    let [old_bytes, new_bytes] = [old, new].map(|part| all(part) - code(part));
    if old_bytes != new_bytes {
        difference.rows.push(Row {
            change: Change::Changed,
            kind: "declarations",
            name: format!("{}function section, {} entries, before {}", new.prefix, counts[1], counts[0]),
            old_name: None,
            old_bytes,
            new_bytes,
        });
    }
}
