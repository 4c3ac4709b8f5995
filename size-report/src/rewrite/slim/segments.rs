//! The data segments that stay.
//!
//! A linker makes one segment of each of its sections, and they lie one behind
//! the other. Two neighbours become one: that spares the header of the second.

use anyhow::Result;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{DataSection, reencode};
use wasmparser::{Data, DataKind};

use super::numbering::{Gone, Renumber};
use super::parts::{Parts, count};
use super::reach::{Reached, constant};
use crate::module::entity::Space;

/// A gap between two neighbours that is shorter than the header of a segment:
/// flags, an address, `end` and a length.
const SHORT_GAP: u64 = 4;

/// One segment, made from one or from several.
#[derive(Debug)]
pub struct Segment<'a> {
    first: Data<'a>,
    bytes: Vec<u8>,
}

/// The segments that stay, in their order.
#[derive(Debug)]
pub struct Segments<'a> {
    /// The segments.
    pub list: Vec<Segment<'a>>,
    /// Whether some are made from several, so that their names mean nothing.
    pub are_joined: bool,
}

/// The place of an active segment, if it is known to be inside of its memory.
#[derive(Debug, Clone, Copy)]
struct Place {
    memory: u32,
    is_imported: bool,
    start: u64,
    end: u64,
}

impl<'a> Segments<'a> {
    /// Those of `parts` that are reached.
    pub fn of(parts: &Parts<'a>, reached: &Reached) -> Result<Self> {
        let kept = parts.data.iter().enumerate().filter(|(number, _)| reached.has(Space::Data, count(*number)));
        let kept: Vec<&Data<'a>> = kept.map(|(_, data)| data).collect();
        let places: Vec<Option<Place>> = kept.iter().map(|data| place(parts, data)).collect();
        let mut segments = Self { list: Vec::new(), are_joined: false };
        let mut last: Option<Place> = None;
        for (data, place) in kept.into_iter().zip(&places) {
            let gap = match (last, place) {
                (Some(last), Some(place)) if !reached.code_names_data => gap(last, *place, &places),
                _ => None,
            };
            match (gap, segments.list.last_mut()) {
                (Some(gap), Some(before)) => {
                    before.bytes.resize(before.bytes.len() + gap, 0);
                    before.bytes.extend_from_slice(data.data);
                    segments.are_joined = true;
                    last = last.zip(*place).map(|(last, place)| Place { end: place.end, ..last });
                }
                _ => {
                    segments.list.push(Segment { first: data.clone(), bytes: data.data.to_vec() });
                    last = *place;
                }
            }
        }
        Ok(segments)
    }
}

impl Segment<'_> {
    /// Adds the segment to `section`.
    pub fn write(&self, section: &mut DataSection, renumber: &mut Renumber<'_>) -> Result<(), reencode::Error<Gone>> {
        renumber.parse_data(section, Data { data: &self.bytes, ..self.first.clone() })
    }
}

/// The bytes between two neighbours, if one segment may be made from both.
///
/// Zeros may only be written where there are zeros: in a memory that is the
/// module's own, and where no other segment writes.
fn gap(before: Place, after: Place, all: &[Option<Place>]) -> Option<usize> {
    if before.memory != after.memory {
        return None;
    }
    let gap = after.start.checked_sub(before.end)?;
    let is_untouched =
        || all.iter().all(|place| place.is_some_and(|place| place.end <= before.end || place.start >= after.start));
    let may_join = gap == 0 || gap <= SHORT_GAP && !before.is_imported && is_untouched();
    may_join.then(|| usize::try_from(gap).ok()).flatten()
}

fn place(parts: &Parts<'_>, data: &Data<'_>) -> Option<Place> {
    let DataKind::Active { memory_index, offset_expr } = &data.kind else {
        return None;
    };
    let imported = parts.imported(Space::Memory);
    let ty = match memory_index.checked_sub(imported) {
        Some(defined) => *parts.memories.get(defined as usize)?,
        None => parts
            .imports
            .iter()
            .filter_map(|import| match import.ty {
                wasmparser::TypeRef::Memory(ty) => Some(ty),
                _ => None,
            })
            .nth(*memory_index as usize)?,
    };
    let room = 1_u64.checked_shl(ty.page_size_log2.unwrap_or(16))?.checked_mul(ty.initial)?;
    let start = constant(offset_expr)?;
    let end = start.checked_add(data.data.len() as u64)?;
    (end <= room).then_some(Place { memory: *memory_index, is_imported: *memory_index < imported, start, end })
}
