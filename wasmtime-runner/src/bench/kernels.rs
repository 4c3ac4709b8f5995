//! Functions that the library and all modules export.

use anyhow::{Result, bail};

use crate::bench::contest::{Effort, Side, compare};
use crate::bench::guest::Guest;
use crate::bench::native::Library;
use crate::bench::report::Comparison;

/// Compares each of them.
///
/// # Errors
///
/// If there is none, or one has another shape; if one traps or gives different sums.
pub fn compared(library: &Library, guests: &[Guest], effort: Effort) -> Result<Vec<Comparison>> {
    let mut all = Vec::new();
    for name in guests.iter().take(1).flat_map(Guest::functions) {
        let everywhere = guests.iter().all(|guest| guest.functions().any(|function| function == name));
        let Some(native) = library.kernel(name).filter(|_| everywhere) else { continue };
        let mut sides = vec![Side::new("native", move |work| Ok(native.run(work)))];
        for guest in guests {
            let mut kernel = guest.kernel(name)?;
            sides.push(Side::new(&guest.name, move |work| kernel.run(work)));
        }
        all.push(compare(name, effort, &mut sides)?);
    }
    if all.is_empty() {
        let list = |guest: &Guest| guest.functions().map(str::to_owned).collect::<Vec<_>>().join(", ");
        let exports = guests.iter().map(|guest| format!("\n  {} exports: {}", guest.name, list(guest)));
        bail!(
            "there is no function that {} and every module export{}\n\
             next step: export `extern \"C\" fn(work: u32) -> u64` with #[unsafe(no_mangle)] from both",
            library.name(),
            exports.collect::<String>()
        );
    }
    Ok(all)
}
