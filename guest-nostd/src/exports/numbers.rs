//! Numbers in, numbers out.

#![expect(unsafe_code, reason = "exports functions under fixed names")]

/// The sum of two bytes, which always fits.
#[cfg(feature = "add")]
#[unsafe(no_mangle)]
pub extern "C" fn add(lhs: u8, rhs: u8) -> i16 {
    i16::from(lhs) + i16::from(rhs)
}

/// The sum of both numbers and of one that the host draws from 0 up to 1.
#[cfg(all(feature = "random-add", target_family = "wasm"))]
#[unsafe(no_mangle)]
pub extern "C" fn random_add(lhs: f64, rhs: f64) -> f64 {
    lhs + rhs + crate::imports::random()
}

#[cfg(all(test, feature = "add"))]
mod tests {
    #[test]
    fn the_largest_sum_fits() {
        assert_eq!(super::add(255, 255), 510);
    }
}
