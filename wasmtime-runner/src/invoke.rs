//! Calling one function by name: arguments from text, results to text.

use anyhow::{Context, Result, bail, ensure};
use wasmtime::{AsContextMut, Func, Instance, Store, Val, ValType};

/// Finds the function `name`.
///
/// # Errors
///
/// If `instance` does not export it; the error names those it does.
pub fn find<T>(store: &mut Store<T>, instance: &Instance, name: &str) -> Result<Func> {
    if let Some(function) = instance.get_func(store.as_context_mut(), name) {
        return Ok(function);
    }
    let exports = instance.exports(store.as_context_mut());
    let names: Vec<String> = exports
        .filter_map(|export| {
            let name = export.name().to_owned();
            export.into_func().map(|_| name)
        })
        .collect();
    bail!(
        "the module exports no function `{name}`\nnext step: name one of those it exports: {}",
        if names.is_empty() { "none".to_owned() } else { names.join(", ") }
    )
}

/// Reads `texts` as what `function` takes.
///
/// # Errors
///
/// If they are not as many, or one of them is no value of its type.
pub fn arguments<T>(store: &mut Store<T>, function: &Func, texts: &[String]) -> Result<Vec<Val>> {
    let ty = function.ty(store.as_context_mut());
    let types: Vec<ValType> = ty.params().collect();
    ensure!(
        types.len() == texts.len(),
        "the function takes {} arguments ({}), and {} are given",
        types.len(),
        types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        texts.len()
    );
    types.iter().zip(texts).map(|(ty, text)| value(ty, text)).collect()
}

/// Reads `text` as a value of type `ty`.
///
/// # Errors
///
/// If it is none.
pub fn value(ty: &ValType, text: &str) -> Result<Val> {
    let value = match ty {
        ValType::I32 => {
            integer(text, 32).and_then(|bits| u32::try_from(bits).ok()).map(|bits| Val::I32(bits.cast_signed()))
        }
        ValType::I64 => integer(text, 64).map(|value| Val::I64(value.cast_signed())),
        ValType::F32 => text.parse::<f32>().ok().map(|value| Val::F32(value.to_bits())),
        ValType::F64 => text.parse::<f64>().ok().map(|value| Val::F64(value.to_bits())),
        other => bail!("an argument of type {other} cannot be given as text"),
    };
    value.with_context(|| format!("`{text}` is no {ty}"))
}

/// An integer of so many bits, signed or not, as its bits: `-1` and
/// `4294967295` are the same of 32.
fn integer(text: &str, bits: u32) -> Option<u64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let magnitude = match digits.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok(),
        None => digits.parse::<u64>().ok().filter(|_| !digits.starts_with('+')),
    }?;
    let most = if negative { 1 << (bits - 1) } else { u64::MAX >> (64 - bits) };
    let bits_set = if negative { magnitude.wrapping_neg() } else { magnitude };
    (magnitude <= most).then_some(bits_set & (u64::MAX >> (64 - bits)))
}

/// A result as text: integers signed, floats so that they read back the same.
pub fn text(value: &Val) -> String {
    match value {
        Val::I32(value) => value.to_string(),
        Val::I64(value) => value.to_string(),
        Val::F32(bits) => f32::from_bits(*bits).to_string(),
        Val::F64(bits) => f64::from_bits(*bits).to_string(),
        Val::V128(value) => format!("0x{:032x}", value.as_u128()),
        Val::FuncRef(None) | Val::ExternRef(None) | Val::AnyRef(None) | Val::ExnRef(None) => "null".to_owned(),
        _ => "(a reference)".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read_by_their_types() {
        let read = |ty: ValType, text: &str| value(&ty, text).ok().map(|value| super::text(&value));
        for (text, expected) in [
            ("7", Some("7")),
            ("-1", Some("-1")),
            ("4294967295", Some("-1")),
            ("-2147483648", Some("-2147483648")),
            ("0xff", Some("255")),
            ("-0x10", Some("-16")),
            ("4294967296", None),
            ("-2147483649", None),
            ("1.5", None),
            ("", None),
            ("-", None),
            ("--1", None),
            ("+1", None),
            ("0x", None),
        ] {
            assert_eq!(read(ValType::I32, text).as_deref(), expected, "{text}");
        }
        assert_eq!(read(ValType::I64, "18446744073709551615").as_deref(), Some("-1"));
        assert_eq!(read(ValType::I64, "18446744073709551616"), None);
        assert_eq!(read(ValType::I64, "-9223372036854775808").as_deref(), Some("-9223372036854775808"));
        assert_eq!(read(ValType::F32, "0.1").as_deref(), Some("0.1"));
        assert_eq!(read(ValType::F64, "-inf").as_deref(), Some("-inf"));
        assert_eq!(read(ValType::F64, "nan").as_deref(), Some("NaN"));
        assert_eq!(read(ValType::F64, "x"), None);
        assert_eq!(read(ValType::V128, "0"), None);
    }
}
