//! Numbers as JavaScript writes them, so that both hosts write the same.

use wasmtime::Val;

/// A result: integers signed, those of 64 bits with an `n`, floats as in `Number.prototype.toString`.
pub(super) fn text(value: &Val) -> String {
    match value {
        Val::I64(value) => format!("{value}n"),
        Val::F32(bits) => float(f32::from_bits(*bits).into()),
        Val::F64(bits) => float(f64::from_bits(*bits)),
        other => crate::invoke::text(other),
    }
}

/// ECMAScript, 6.1.6.1.20 "Number::toString": the shortest digits that read back
/// the same, with an exponent from 1e21 on and below 1e-6.
fn float(value: f64) -> String {
    let magnitude = value.abs();
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else if magnitude == 0.0 {
        "0".to_owned()
    } else if magnitude < 1e-6 {
        format!("{value:e}")
    } else if magnitude < 1e21 {
        value.to_string()
    } else {
        format!("{value:e}").replace('e', "e+")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_written_as_javascript_does() {
        for (value, text) in [
            (0.1 + 0.2, "0.30000000000000004"),
            (-0.0, "0"),
            (5.0, "5"),
            (1e20, "100000000000000000000"),
            (1e21, "1e+21"),
            (-1.25e300, "-1.25e+300"),
            (0.000_001, "0.000001"),
            (0.000_000_15, "1.5e-7"),
            (f64::MAX, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(float(value), text);
        }
        assert_eq!(super::text(&Val::F32(0.1_f32.to_bits())), "0.10000000149011612");
        assert_eq!(super::text(&Val::I64(-1)), "-1n");
    }
}
