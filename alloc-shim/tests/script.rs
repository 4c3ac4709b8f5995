//! Every allocator that takes pages from a source, under scripts that are made
//! up. What fails is made shorter before it is shown.

mod scripted;

use proptest::collection::vec;
use proptest::prelude::{any, proptest};
use proptest::test_runner::Config;

const CASES: u32 = if cfg!(miri) { 1 } else { 200 };
const LONGEST: usize = if cfg!(miri) { 150 } else { 1500 };

proptest! {
    #![proptest_config(Config { cases: CASES, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_bump_matches_the_model(script in vec(any::<u8>(), 0..LONGEST)) {
        assert_eq!(scripted::bump(&script), Ok(()));
    }

    #[test]
    fn tiny_matches_the_model(script in vec(any::<u8>(), 0..LONGEST)) {
        assert_eq!(scripted::tiny(&script), Ok(()));
    }

    #[test]
    fn balanced_matches_the_model(script in vec(any::<u8>(), 0..LONGEST)) {
        assert_eq!(scripted::balanced(&script), Ok(()));
    }

    #[test]
    fn full_matches_the_model(script in vec(any::<u8>(), 0..LONGEST)) {
        assert_eq!(scripted::full(&script), Ok(()));
    }
}
