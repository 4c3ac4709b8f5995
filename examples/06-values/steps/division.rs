//! Divisions, by an instruction and by a function.

// #region divide
#[unsafe(no_mangle)]
extern "C" fn divide_u64(left: u64, right: u64) -> u64 {
    left.checked_div(right).unwrap_or(0)
}

#[unsafe(no_mangle)]
extern "C" fn divide_u128(left: u128, right: u128) -> u128 {
    left.checked_div(right).unwrap_or(0)
}
// #endregion divide
