//! The same sum of products in two ways.

#![no_std]

use core::arch::wasm32::{i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_splat, v128, v128_load};

type Vector = [i16; 4096];

/// One after the other.
#[unsafe(no_mangle)]
extern "C" fn one_by_one(a: &Vector, b: &Vector) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

/// Eight at once.
// #region eight
#[unsafe(no_mangle)]
#[target_feature(enable = "simd128")]
extern "C" fn by_eights(a: &Vector, b: &Vector) -> i32 {
    let mut sums = i32x4_splat(0);
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        // SAFETY: both are 16 bytes, and a load need not be aligned.
        let (a, b) = unsafe { (v128_load(a.as_ptr().cast()), v128_load(b.as_ptr().cast())) };
        sums = i32x4_add(sums, i32x4_dot_i16x8(a, b));
    }
    add_lanes(sums)
}
// #endregion eight

#[target_feature(enable = "simd128")]
fn add_lanes(sums: v128) -> i32 {
    i32x4_extract_lane::<0>(sums)
        + i32x4_extract_lane::<1>(sums)
        + i32x4_extract_lane::<2>(sums)
        + i32x4_extract_lane::<3>(sums)
}

#[cfg(target_family = "wasm")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
