//! What programs have their blocks for.
//!
//! These end in a trap where there is no memory, as such programs do.

#![expect(clippy::cast_possible_truncation, reason = "a checksum is of what is left")]

extern crate alloc;

use super::Outcome;
use super::random::Random;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// `count` vectors of up to 1,023 items of 32 bytes, each instead of one of 256.
pub(crate) fn vectors(mut random: Random, count: u32) -> Outcome {
    let mut sum = 0u32;
    let mut kept: Vec<Vec<[u64; 4]>> = (0..256).map(|_| Vec::new()).collect();
    for _ in 0..count {
        let len = 1 << random.below(10);
        let mut vector = Vec::new();
        for item in 0..len + random.below(len) {
            vector.push([item as u64; 4]);
        }
        let index = random.below(kept.len());
        let old = core::mem::replace(&mut kept[index], vector);
        let last = old.last().map_or(0, |item| item[3] as u32);
        sum = sum.rotate_left(5) ^ last ^ old.len() as u32;
    }
    Ok(sum)
}

/// `count` texts of up to 16 words, each instead of one of 20,000.
pub(crate) fn strings(mut random: Random, count: u32) -> Outcome {
    const WORDS: [&str; 8] = ["a ", "memory ", "of ", "linear ", "pages ", "grows ", "in ", "WebAssembly "];
    let mut sum = 0u32;
    let mut kept: Vec<String> = (0..20_000).map(|_| String::new()).collect();
    for _ in 0..count {
        let mut text = String::new();
        for _ in 0..=random.below(16) {
            text.push_str(WORDS[random.below(WORDS.len())]);
        }
        if random.below(2) == 0 {
            text.shrink_to_fit();
        }
        let index = random.below(kept.len());
        let old = core::mem::replace(&mut kept[index], text);
        let last = old.as_bytes().last().copied().unwrap_or(0);
        sum = sum.rotate_left(5) ^ old.len() as u32 ^ u32::from(last);
    }
    Ok(sum)
}

/// `count` entries inserted into one of 1,000 maps or removed from it; in each
/// there are about 40 of 80.
pub(crate) fn maps(mut random: Random, count: u32) -> Outcome {
    let mut sum = 0u32;
    let mut maps: Vec<BTreeMap<u8, Box<[u8]>>> = (0..1000).map(|_| BTreeMap::new()).collect();
    for _ in 0..count {
        let map = random.below(maps.len());
        let key = random.below(80) as u8;
        if let Some(old) = maps[map].remove(&key) {
            sum = sum.rotate_left(5) ^ old.len() as u32 ^ u32::from(old[old.len() - 1]);
        } else {
            maps[map].insert(key, alloc::vec![key; 1 + random.below(40)].into_boxed_slice());
        }
    }
    Ok(maps.iter().fold(sum, |sum, map| sum.rotate_left(5) ^ map.len() as u32))
}

struct Node {
    name: u32,
    children: [Option<Box<Self>>; 2],
}

impl Node {
    fn tree(name: u32, depth: u32) -> Box<Self> {
        let child = |side| (depth > 0).then(|| Self::tree(2 * name + side, depth - 1));
        Box::new(Self { name, children: [child(0), child(1)] })
    }

    fn sum(&self) -> u32 {
        self.children.iter().flatten().fold(self.name, |sum, child| sum.rotate_left(5) ^ child.sum())
    }
}

/// A tree of 65,535 nodes that stays, and `count` of 511 that come and go.
pub(crate) fn trees(mut random: Random, count: u32) -> Outcome {
    let stays = Node::tree(1, 15);
    let mut sum = 0;
    for _ in 0..count {
        sum ^= Node::tree(random.next(), 8).sum();
    }
    Ok(sum ^ stays.sum())
}
