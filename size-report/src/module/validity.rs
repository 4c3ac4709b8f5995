//! Whether a file is valid. Function bodies are checked in parallel.

use rayon::prelude::*;
use wasmparser::{BinaryReaderError, FuncValidatorAllocations, Parser, ValidPayload, Validator, WasmFeatures};

/// Checks a module or a component with `features` enabled.
///
/// # Errors
///
/// The first thing that is not valid: what is wrong outside of function bodies,
/// or else the first body in the file that is wrong.
pub fn check(wasm: &[u8], features: WasmFeatures) -> Result<(), BinaryReaderError> {
    let mut validator = Validator::new_with_features(features);
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let ValidPayload::Func(function, body) = validator.payload(&payload?)? {
            bodies.push((function, body));
        }
    }
    let check_body = |allocations: &mut FuncValidatorAllocations, (function, body)| {
        let mut validator = wasmparser::FuncToValidate::into_validator(function, std::mem::take(allocations));
        validator.validate(&body)?;
        *allocations = validator.into_allocations();
        Ok(())
    };
    let first = bodies.into_par_iter().map_init(FuncValidatorAllocations::default, check_body);
    first.find_first(Result::is_err).unwrap_or(Ok(()))
}
