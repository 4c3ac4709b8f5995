//! Fibonacci numbers by recursion.

pub fn fibonacci(n: u32) -> u64 {
    if n < 2 { u64::from(n) } else { fibonacci(n - 1) + fibonacci(n - 2) }
}

#[cfg(test)]
mod tests {
    use super::fibonacci;

    #[test]
    fn each_number_is_the_sum_of_the_two_before() {
        assert_eq!([0, 1, 2, 3, 10, 20].map(fibonacci), [0, 1, 1, 2, 55, 6765]);
    }
}
