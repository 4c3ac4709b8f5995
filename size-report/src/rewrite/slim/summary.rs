//! What is to be known of a function's code without looking at it again.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use anyhow::Result;
use wasm_encoder::reencode::Reencode;
use wasmparser::Operator;

use super::body::Body;
use super::references::References;
use crate::module::entity::Space;

/// A function's code, in short.
#[derive(Debug, Default)]
pub struct Summary {
    /// What it refers to, and how often.
    pub references: Vec<(Space, u32, u32)>,
    /// The functions that it takes the reference of.
    pub ref_func: Vec<u32>,
    /// Whether it can get references out of tables.
    pub reads_tables: bool,
    /// Whether it names a data segment.
    pub names_data: bool,
    /// Whether it does nothing at all.
    pub is_empty: bool,
    /// The same for all functions with the same instructions, whatever these
    /// refer to.
    pub shape: u64,
}

impl Summary {
    /// Reads `body`.
    ///
    /// # Errors
    ///
    /// If an instruction cannot be written again.
    pub fn of(body: &Body<'_>) -> Result<Self> {
        let mut summary = Self { is_empty: body.is_empty(), ..Self::default() };
        let mut references = References::default();
        let mut shape = DefaultHasher::new();
        for (count, ty) in &body.locals {
            count.hash(&mut shape);
            references.val_type(*ty)?;
        }
        for operator in &body.code {
            discriminant(operator).hash(&mut shape);
            summary.reads_tables |= matches!(
                operator,
                Operator::TableGet { .. } | Operator::ArrayNewElem { .. } | Operator::ArrayInitElem { .. }
            );
            references.instruction(operator.clone())?;
        }
        summary.shape = shape.finish();
        summary.names_data = references.found.iter().any(|(space, _)| *space == Space::Data);
        summary.ref_func = references.ref_func;
        let mut times: HashMap<(Space, u32), u32> = HashMap::new();
        for found in references.found {
            *times.entry(found).or_default() += 1;
        }
        summary.references = times.into_iter().map(|((space, index), times)| (space, index, times)).collect();
        summary.references.sort_unstable();
        Ok(summary)
    }
}
