//! Sides that do the same, measured in turn.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::Stopped;
use crate::bench::report::{Comparison, Measured, Spread};
use crate::exit;

/// How much is done to measure one thing.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// How often each side has its turn.
    pub rounds: u32,
    /// About how long all turns of all sides take together.
    pub seconds: f64,
}

/// One of those that do the same.
pub struct Side<'s> {
    pub name: String,
    /// Does it so many times, and gives a checksum of what came out.
    pub run: Box<dyn FnMut(u32) -> Result<u64> + 's>,
}

impl<'s> Side<'s> {
    pub fn new(name: impl Into<String>, run: impl FnMut(u32) -> Result<u64> + 's) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }

    /// Does it, and says how many seconds it took.
    fn timed(&mut self, work: u32) -> Result<(f64, u64)> {
        let start = Instant::now();
        let sum = (self.run)(work).with_context(|| self.name.clone())?;
        Ok((start.elapsed().as_secs_f64(), sum))
    }
}

/// Measures `sides`, which are compared with the first of them. The order is turned
/// round from one round to the next, so that none profits from its place.
///
/// # Errors
///
/// If a side fails, or gives another checksum than the first; if what is done takes no
/// longer the more of it there is.
pub fn compare(name: &str, effort: Effort, sides: &mut [Side<'_>]) -> Result<Comparison> {
    let turns = f64::from(effort.rounds) * sides.len() as f64;
    let work = work_for(effort.seconds / turns, &mut sides[0]).with_context(|| name.to_owned())?;
    // What was run once has its code and its memory at hand.
    let sums = sides.iter_mut().map(|side| (side.run)(work).with_context(|| side.name.clone()));
    let sums = sums.collect::<Result<Vec<_>>>().with_context(|| name.to_owned())?;
    if let Some(other) = sums.iter().position(|sum| *sum != sums[0]) {
        let (one, other) = ((&sides[0].name, sums[0]), (&sides[other].name, sums[other]));
        bail!(Stopped {
            code: exit::DIFFERENT,
            message: Some(format!(
                "`{name}` is not the same program on both sides: for {work}, {} gives {:#x}, and {} gives {:#x}\n\
                 next step: build both from one source; a checksum must depend neither on the size of a pointer nor on \
                 what an earlier call left behind",
                one.0, one.1, other.0, other.1
            )),
        });
    }
    let mut times = vec![Vec::new(); sides.len()];
    for round in 0..effort.rounds {
        for turn in 0..sides.len() {
            let index = if round % 2 == 0 { turn } else { sides.len() - 1 - turn };
            times[index].push(sides[index].timed(work).with_context(|| name.to_owned())?.0);
        }
    }
    let measured = sides.iter().zip(&times).enumerate().map(|(index, (side, own))| {
        let each = own.iter().map(|seconds| seconds * 1e9 / f64::from(work)).collect();
        let ratios = own.iter().zip(&times[0]).map(|(own, first)| own / first).collect();
        let ratio = (index > 0).then(|| Spread::of(ratios));
        Measured { side: side.name.clone(), time_ns: Spread::of(each), ratio }
    });
    Ok(Comparison { name: name.to_owned(), work, bytes: None, sides: measured.collect() })
}

/// How much work takes `side` about so many seconds.
fn work_for(seconds: f64, side: &mut Side<'_>) -> Result<u32> {
    let mut work: u32 = 1;
    loop {
        let (took, _) = side.timed(work)?;
        // Far enough to see how it goes on from here.
        if took >= seconds / 4.0 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
            return Ok(((f64::from(work) * seconds / took) as u32).max(1));
        }
        work = work.checked_mul(2).with_context(|| {
            format!(
                "{work} times takes {} no longer than {took:.1e} s\n\
                 next step: make what it does depend on its argument, which says how often to do it",
                side.name
            )
        })?;
    }
}

#[cfg(test)]
mod tests {
    use super::{Effort, Side, compare};
    use crate::Stopped;

    const EFFORT: Effort = Effort { rounds: 3, seconds: 1e-6 };

    #[test]
    fn sides_take_turns_from_both_ends() {
        let log = std::cell::RefCell::new(String::new());
        let side = |name: &'static str| {
            let log = &log;
            Side::new(name, move |work| {
                std::thread::sleep(std::time::Duration::from_micros(1) * work);
                log.borrow_mut().push_str(name);
                Ok(7)
            })
        };
        let compared = compare("x", EFFORT, &mut [side("a"), side("b"), side("c")]).unwrap();
        // One of `a` to see how long it takes, one of each to warm up.
        assert_eq!(*log.borrow(), "aabcabccbaabc");
        assert_eq!(compared.sides.iter().map(|side| side.ratio.is_some()).collect::<Vec<_>>(), [false, true, true]);
    }

    #[test]
    fn different_sums_are_named_with_their_sides() {
        let side = |name, sum| Side::new(name, move |_| Ok(sum));
        let error = compare("x", Effort { rounds: 1, seconds: 1e-9 }, &mut [side("a", 1), side("b", 2)]).unwrap_err();
        let Stopped { code, message } = error.downcast_ref().unwrap();
        assert_eq!(*code, 1);
        assert!(message.as_ref().unwrap().contains("a gives 0x1, and b gives 0x2"), "{message:?}");
    }

    #[test]
    fn what_takes_no_time_cannot_be_measured() {
        let error = compare("x", Effort { rounds: 1, seconds: 1e9 }, &mut [Side::new("a", |_| Ok(0))]).unwrap_err();
        assert!(format!("{error:#}").contains("next step: make what it does depend on its argument"), "{error:#}");
    }
}
