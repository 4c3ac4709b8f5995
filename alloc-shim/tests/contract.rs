//! Every allocator keeps the one contract.
//!
//! Without `host-free`, `HostMalloc` leaks by design, so that under Miri that case is
//! run by itself, with `-Zmiri-ignore-leaks` (tasks/miri.sh).

#![expect(unsafe_code, reason = "writes into pages of somebody else's, and promises size 0")]

use alloc_contract::{Frees, Promises, ZeroSize, check, check_beside};
use alloc_shim::{
    Arena, Balanced, Bump, Full, HostMalloc, Locked, PAGE_SIZE, Page, PageCount, PageSource, Region, SingleThreaded,
    Tiny,
};
use std::ptr::NonNull;

const ARENA_LEN_BYTES: usize = PAGES * PAGE_SIZE;
const PAGES: usize = if cfg!(miri) { 96 } else { 256 };

/// What an allocator that fills its memory from front to back promises.
const FRONT_TO_BACK: Promises = Promises {
    frees: Frees::Last,
    // SAFETY: every allocator of this crate says that it takes size 0 for 1.
    zero_size: unsafe { ZeroSize::answered() },
    refuses_impossible: true,
    can_be_filled: true,
    coalesces: true,
    alone: true,
};

fn pages() -> Vec<Page> {
    vec![Page::uninit(); PAGES]
}

/// What somebody else writes into pages of theirs.
const THEIRS: u8 = 0x5e;

/// Whether a page of somebody else's holds what they wrote, as far as an
/// interpreter has time to look.
fn is_theirs(page: NonNull<u8>) -> bool {
    let step = if cfg!(miri) { 4099 } else { 1 };
    (0..PAGE_SIZE).step_by(step).all(|offset| {
        // SAFETY: the offset is within the page.
        let byte = unsafe { page.add(offset) };
        // SAFETY: all of the page was written when it was taken.
        unsafe { byte.read() == THEIRS }
    })
}

#[test]
#[cfg_attr(all(miri, not(feature = "host-free")), ignore = "leaks by design")]
fn host_malloc_keeps_the_contract() {
    let promises = Promises {
        frees: if cfg!(feature = "host-free") { Frees::Everything } else { Frees::Nothing },
        // SAFETY: every allocator of this crate says that it takes size 0 for 1.
        zero_size: unsafe { ZeroSize::answered() },
        // Miri's `malloc` ends the interpreter when asked for too much.
        refuses_impossible: !cfg!(miri),
        can_be_filled: false,
        coalesces: false,
        alone: false,
    };
    assert_eq!(check(&HostMalloc::new(), promises), Ok(()));
}

#[test]
fn an_arena_keeps_the_contract() {
    static ARENA: Locked<Arena<ARENA_LEN_BYTES>> = Locked::new(Arena::new());
    assert_eq!(check(&ARENA, FRONT_TO_BACK), Ok(()));
}

#[test]
fn a_bump_keeps_the_contract() {
    let mut pages = pages();
    let bump = Bump::new(Region::new(&mut pages));
    assert_eq!(check(&bump, FRONT_TO_BACK), Ok(()));
}

#[test]
fn a_bump_keeps_the_contract_while_somebody_else_grows_memory() {
    let mut pages = pages();
    let region = Region::new(&mut pages);
    let bump = Bump::new(&region);
    // Somebody else takes a page now and then, and watches over those it has.
    let mut theirs: Vec<NonNull<u8>> = Vec::new();
    let mut turn = 0;
    let mut somebody_else = || {
        assert!(theirs.iter().all(|&page| is_theirs(page)));
        turn += 1;
        if turn % 2 == 0 {
            let page = region.grow(PageCount::ONE).expect("a page for somebody");
            // SAFETY: the page is theirs alone, and this long.
            unsafe { page.write_bytes(THEIRS, PAGE_SIZE) };
            theirs.push(page);
        }
    };
    let promises = Promises { alone: false, ..FRONT_TO_BACK };
    assert_eq!(check_beside(&bump, promises, &mut somebody_else), Ok(()));
    assert!(!theirs.is_empty());
    assert!(theirs.iter().all(|&page| is_theirs(page)));
}

#[test]
fn a_locked_bump_keeps_the_contract() {
    let mut pages = pages();
    let bump = Locked::new(Bump::new(Region::new(&mut pages)));
    assert_eq!(check(&bump, FRONT_TO_BACK), Ok(()));
}

#[test]
#[cfg_attr(miri, ignore = "it passes calls on, with no access of its own")]
fn a_bump_for_a_single_thread_keeps_the_contract() {
    let mut pages = pages();
    let bump = SingleThreaded::new(Bump::new(Region::new(&mut pages)));
    assert_eq!(check(&bump, FRONT_TO_BACK), Ok(()));
}

/// What an allocator promises that takes blocks back in any order.
const ANY_ORDER: Promises = Promises { frees: Frees::Everything, ..FRONT_TO_BACK };

#[test]
fn tiny_keeps_the_contract() {
    let mut pages = pages();
    let tiny = Tiny::new(Region::new(&mut pages));
    assert_eq!(check(&tiny, Promises { coalesces: false, ..ANY_ORDER }), Ok(()));
}

#[test]
fn balanced_keeps_the_contract() {
    let mut pages = pages();
    let balanced = Balanced::new(Region::new(&mut pages));
    assert_eq!(check(&balanced, ANY_ORDER), Ok(()));
}

#[test]
fn full_keeps_the_contract() {
    let mut pages = pages();
    let full = Full::new(Region::new(&mut pages));
    assert_eq!(check(&full, ANY_ORDER), Ok(()));
}
