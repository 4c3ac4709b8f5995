//! The contract that all allocators of alloc-shim keep.

use alloc_contract::{Frees, Promises, ZeroSize, check};
use alloc_shim::{Page, Region};
use own::FirstFit;

#[test]
fn the_contract_is_kept() {
    let mut pages = vec![Page::uninit(); 256];
    let promises = Promises {
        frees: Frees::Everything,
        // SAFETY: no bytes get a block like any other.
        zero_size: unsafe { ZeroSize::answered() },
        refuses_impossible: true,
        can_be_filled: true,
        coalesces: false,
        alone: true,
    };
    assert_eq!(check(&FirstFit::new(Region::new(&mut pages)), promises), Ok(()));
}
