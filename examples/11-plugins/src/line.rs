//! A line of text that is put together without an allocator and without `core::fmt`.

pub struct Line {
    bytes: [u8; 96],
    len: usize,
}

impl Line {
    pub const fn new() -> Self {
        Self { bytes: [0; 96], len: 0 }
    }

    /// Adds as much of `text` as there is room for.
    pub fn put(&mut self, text: &[u8]) -> &mut Self {
        for (to, byte) in self.bytes.iter_mut().skip(self.len).zip(text) {
            *to = *byte;
            self.len += 1;
        }
        self
    }

    pub fn number(&mut self, number: u64) -> &mut Self {
        if number >= 10 {
            self.number(number / 10);
        }
        self.put(&[b'0' + (number % 10) as u8])
    }

    pub fn text(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
