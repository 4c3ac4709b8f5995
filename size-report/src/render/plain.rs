//! Names that are safe to show.

use std::borrow::Cow;

/// A name without what would move the cursor, begin another line or turn the
/// direction of writing.
pub fn plain(name: &str) -> Cow<'_, str> {
    if !name.contains(moves) {
        return Cow::Borrowed(name);
    }
    name.chars().flat_map(|c| if moves(c) { c.escape_default().collect() } else { vec![c] }).collect()
}

/// Whether a character would change where or how those after it are shown:
/// control characters, the separators of lines and paragraphs, and Unicode's
/// `Bidi_Control`.
pub(super) fn moves(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_moves_the_cursor_or_turns_the_direction_of_writing_is_escaped() {
        for (name, shown) in [
            ("añb ▸ שלום", "añb ▸ שלום"),
            ("a\nb\0\u{1b}[31m", r"a\nb\u{0}\u{1b}[31m"),
            ("\u{202e}a\u{2066}b\u{200f}\u{61c}", r"\u{202e}a\u{2066}b\u{200f}\u{61c}"),
            ("a\u{85}\u{2028}\u{2029}", r"a\u{85}\u{2028}\u{2029}"),
        ] {
            assert_eq!(plain(name), shown);
        }
    }
}
