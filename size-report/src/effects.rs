//! What each setting does by itself: pairs of cells that differ on one axis.

use crate::axis::Axis;
use crate::bytes::{Bytes, Delta};
use crate::report::Report;

/// The effect of one value against the first value of its axis, over all pairs
/// of cells that differ in nothing else.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The axis.
    pub axis: Axis,
    /// The value.
    pub value: String,
    /// The value it is compared with.
    pub reference: String,
    /// The median of the differences in raw bytes. Of an even number of pairs,
    /// the lower one of the two in the middle: a difference that was measured.
    pub median: Delta,
    /// The smallest and the largest difference.
    pub range: (Delta, Delta),
    /// How many pairs there are.
    pub pairs: usize,
}

/// The effects of all values of all axes, in the order of the report's axes.
pub fn effects(report: &Report) -> Vec<Effect> {
    let mut effects = Vec::new();
    let sizes: std::collections::HashMap<_, Bytes> = report.rows.iter().map(|row| (&row.cell, row.bytes.raw)).collect();
    for (axis, values) in &report.axes {
        let Some((reference, others)) = values.split_first() else {
            continue;
        };
        for value in others {
            let mut deltas: Vec<Delta> = report
                .rows
                .iter()
                .filter(|row| row.cell.get(*axis) == Some(value))
                .filter_map(|row| {
                    let twin = sizes.get(&row.cell.with(*axis, reference))?;
                    Some(row.bytes.raw.delta_from(*twin))
                })
                .collect();
            deltas.sort();
            if let (Some(first), Some(last)) = (deltas.first(), deltas.last()) {
                effects.push(Effect {
                    axis: *axis,
                    value: value.clone(),
                    reference: reference.clone(),
                    median: deltas[(deltas.len() - 1) / 2],
                    range: (*first, *last),
                    pairs: deltas.len(),
                });
            }
        }
    }
    effects
}
