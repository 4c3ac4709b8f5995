//! A sort of what was in no order.

use crate::random::Random;

pub fn random_sorted(random: &mut Random, numbers: &mut [u32]) {
    numbers.fill_with(|| random.next_u32());
    numbers.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::random_sorted;
    use crate::random::Random;

    #[test]
    fn what_was_sorted_is_in_order_and_complete() {
        let mut numbers = [0; 1000];
        random_sorted(&mut Random::new(9), &mut numbers);
        assert!(numbers.is_sorted());
        let mut random = Random::new(9);
        assert!((0..1000).all(|_| numbers.binary_search(&random.next_u32()).is_ok()));
    }
}
