//! From a line to a step.

use anyhow::{Context as _, Result, bail, ensure};

/// What an earlier step set.
#[derive(Debug)]
pub(super) struct Variable {
    pub(super) value: String,
    /// In bytes, if it was `write` that set it.
    pub(super) len: Option<u32>,
}

/// A number, or what stands for one.
#[derive(Debug)]
pub(super) enum Value {
    Number(String),
    Variable(String),
    Length(String),
}

/// What is written to the guest's memory.
#[derive(Debug)]
pub(super) enum Contents {
    Text(String),
    Bytes(Vec<u8>),
    Floats(Vec<f64>),
}

/// A step.
#[derive(Debug)]
pub(super) enum Step {
    Instantiate,
    Section { name: String },
    Pages,
    Call { name: String, arguments: Vec<Value>, variable: Option<String> },
    ReadBytes { ptr: Value, len: Value },
    ReadText { ptr: Value, len: Value },
    Write { contents: Contents, variable: Option<String> },
    Release { variable: String },
}

impl Step {
    /// The step in `line`; nothing if it is empty or a comment.
    pub(super) fn parse(line: &str) -> Result<Option<Self>> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        let (variable, rest) = match line.split_once(" = ") {
            Some((variable, rest)) if is_name(variable) => (Some(variable.to_owned()), rest),
            _ => (None, line),
        };
        let words: Vec<&str> = rest.split(' ').collect();
        let step = match (words.as_slice(), &variable) {
            (["call", name, arguments @ ..], _) => {
                let arguments = arguments.iter().map(|word| Value::parse(word)).collect::<Result<_>>()?;
                Self::Call { name: (*name).to_owned(), arguments, variable }
            }
            (["write", kind, ..], _) => {
                let contents = Contents::parse(kind, rest, &words[2..])?;
                Self::Write { contents, variable }
            }
            (["instantiate"], None) => Self::Instantiate,
            (["pages"], None) => Self::Pages,
            (["section", name], None) => Self::Section { name: (*name).to_owned() },
            (["release", name], None) => Self::Release { variable: (*name).to_owned() },
            (["read", "bytes", ptr, len], None) => Self::ReadBytes { ptr: Value::parse(ptr)?, len: Value::parse(len)? },
            (["read", "text", ptr, len], None) => Self::ReadText { ptr: Value::parse(ptr)?, len: Value::parse(len)? },
            _ => bail!(
                "`{line}` is no step: those are instantiate, pages, section NAME, [VAR = ] call NAME ARG…, [VAR = ] \
                 write text|bytes|f64 …, read text|bytes PTR LEN, release VAR"
            ),
        };
        Ok(Some(step))
    }
}

impl Value {
    fn parse(word: &str) -> Result<Self> {
        if let Some(name) = word.strip_prefix('$') {
            match name.strip_suffix(".len") {
                Some(name) if is_name(name) => return Ok(Self::Length(name.to_owned())),
                None if is_name(name) => return Ok(Self::Variable(name.to_owned())),
                _ => {}
            }
        }
        ensure!(is_number(word), "`{word}` is neither a number nor a variable (`$name`, `$name.len`)");
        Ok(Self::Number(word.to_owned()))
    }
}

impl Contents {
    fn parse(kind: &str, step: &str, words: &[&str]) -> Result<Self> {
        match kind {
            "text" => Ok(Self::Text(step.strip_prefix("write text ").unwrap_or_default().to_owned())),
            "bytes" => words.iter().map(|word| byte(word)).collect::<Result<_>>().map(Self::Bytes),
            "f64" => words.iter().map(|word| float(word)).collect::<Result<_>>().map(Self::Floats),
            _ => bail!("`write {kind}` is nothing that can be written: text, bytes and f64 are"),
        }
    }
}

fn byte(word: &str) -> Result<u8> {
    let digits = word.len() == 2 && word.bytes().all(|digit| digit.is_ascii_hexdigit());
    let byte = digits.then(|| u8::from_str_radix(word, 16).ok()).flatten();
    byte.with_context(|| format!("`{word}` is no byte of two hexadecimal digits"))
}

fn float(word: &str) -> Result<f64> {
    let value = is_number(word).then(|| word.parse().ok()).flatten();
    value.with_context(|| format!("`{word}` is no number"))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `-7`, `7n`, `0xff`, `0.5` or `1e-7`.
fn is_number(word: &str) -> bool {
    let digits = |text: &str, is: fn(&u8) -> bool| !text.is_empty() && text.as_bytes().iter().all(is);
    if let Some(hex) = word.strip_prefix("0x") {
        return digits(hex, u8::is_ascii_hexdigit);
    }
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    if let Some(integer) = unsigned.strip_suffix('n') {
        return digits(integer, u8::is_ascii_digit);
    }
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix('-').unwrap_or(exponent);
    [whole, fraction, exponent].iter().all(|part| digits(part, u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_is_none() {
        for number in ["0", "-7", "7n", "-7n", "0xFf", "0.5", "-1e-7", "2.5e3"] {
            assert!(is_number(number), "{number}");
        }
        for none in ["", "-", "0x", "0xg", "1.", ".5", "1e", "1e+5", "n", "1.5n", "0x1n", "--1", "NaN", "inf", "1_0"] {
            assert!(!is_number(none), "{none}");
        }
    }

    #[test]
    fn what_is_no_step_is_refused() {
        for line in [
            "jump",
            "call",
            "call  add",
            "x = pages",
            "read bytes 1",
            "read words 1 2",
            "call f x",
            "call f $",
            "write words 1",
            "write bytes 1",
            "write bytes +1",
            "write f64 x",
            "1x = call f",
        ] {
            assert!(Step::parse(line).is_err(), "{line}");
        }
        assert!(Step::parse("").unwrap().is_none() && Step::parse("# call f").unwrap().is_none());
    }
}
