//! The names on a page. Each one is there once, however many rows show it. They
//! are sorted, and packed as what each one has that the one before it has not.

use std::collections::HashMap;

use serde::Serialize;

use crate::render::plain::plain;

/// Names by the numbers that rows have for them.
#[derive(Debug, Default)]
pub struct Strings {
    numbers: HashMap<String, u32>,
}

/// Names in the order of the page.
#[derive(Debug)]
pub struct Sorted {
    /// The names.
    pub packed: Vec<Packed>,
    /// The new number of each old one.
    pub numbers: Vec<u32>,
}

/// A name: how many characters at its beginning and at its end are those of the
/// name before it, and what is between them.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Packed(usize, usize, String);

impl Packed {
    /// JavaScript counts in UTF-16, which has as many units for ASCII as UTF-8 has
    /// bytes: other characters are never shared.
    fn new(before: &str, name: &str) -> Self {
        let shared = |pair: &(u8, u8)| pair.0 == pair.1 && pair.0.is_ascii();
        let begin = before.bytes().zip(name.bytes()).take_while(shared).count();
        let (before, rest) = (before[begin..].bytes().rev(), name[begin..].bytes().rev());
        let end = before.zip(rest).take_while(shared).count();
        Self(begin, end, name[begin..name.len() - end].to_owned())
    }
}

impl Strings {
    /// The number of `name`, which is shown without what would move the cursor,
    /// begin another line or turn the direction of writing.
    pub fn number(&mut self, name: &str) -> u32 {
        let name = plain(name);
        if let Some(number) = self.numbers.get(&*name) {
            return *number;
        }
        let number = crate::module::entity::index(self.numbers.len());
        self.numbers.insert(name.into_owned(), number);
        number
    }

    /// Sorts the names, so that the order of numbers is that of names.
    pub fn sorted(self) -> Sorted {
        let mut names: Vec<_> = self.numbers.into_iter().collect();
        names.sort_unstable();
        let mut numbers = vec![0; names.len()];
        let mut packed = Vec::with_capacity(names.len());
        let mut before = "";
        for (new, (name, old)) in names.iter().enumerate() {
            numbers[*old as usize] = crate::module::entity::index(new);
            packed.push(Packed::new(before, name));
            before = name;
        }
        Sorted { packed, numbers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_there_once_sorted_and_without_what_they_share() {
        let mut strings = Strings::default();
        let numbers = ["core::fmt", "añb", "core::f\n", "aña", "core::fmt", "aaa"].map(|name| strings.number(name));
        assert_eq!(numbers, [0, 1, 2, 3, 0, 4]);
        let sorted = strings.sorted();
        assert_eq!(sorted.numbers, [4, 2, 3, 1, 0]);
        let json = serde_json::to_string(&sorted.packed).unwrap();
        assert_eq!(json, r#"[[0,0,"aaa"],[1,1,"ñ"],[1,0,"ñb"],[0,0,"core::f\\n"],[7,0,"mt"]]"#);
    }
}
