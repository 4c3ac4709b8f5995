//! Which types and functions are the same as an earlier one.
//!
//! Two recursion groups that are written alike are the same types by the
//! specification, so one of them is enough, whatever the module does.
//!
//! Two functions of one type and with the same code do the same, but a program
//! may still tell them apart: by their references. JavaScript sees a function
//! object for each function that is exported, stands in a table that it can
//! read, or went out as a `funcref`; two functions are two objects, and one can
//! hold properties that the other has not. So of functions that are alike at
//! most one may have an identity, that is be exported, be taken by `ref.func`,
//! or stand in an element segment. The last does not count in a module whose
//! tables only serve indirect calls: then nothing gets a reference out of them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{Encode, TypeSection};
use wasmparser::{ElementItems, ExternalKind, TableInit, TypeRef};

use super::body::Body;
use super::parts::{Parts, count};
use super::references::References;
use super::summary::Summary;
use crate::module::entity::Space;

/// A group refers to its own types by numbers from here on. No module has so
/// many types.
const WITHIN_GROUP: u32 = 0x4000_0000;

/// By index, the index of the first item that is the same.
#[derive(Debug)]
pub struct Canonical {
    /// Of types.
    pub types: Vec<u32>,
    /// Of functions.
    pub functions: Vec<u32>,
}

impl Canonical {
    /// Compares everything with everything. `body` gives the code of a defined
    /// function by its number among those.
    pub fn of<'a>(parts: &Parts<'a>, summaries: &[Summary], body: impl Fn(usize) -> Result<Body<'a>>) -> Result<Self> {
        let types = types(parts)?;
        let functions = (0..parts.len(Space::Func)).collect();
        let mut canonical = Self { types, functions };
        let imported = parts.imported(Space::Func);
        let has_identity = identities(parts, summaries)?;
        let mut of_shape: HashMap<u64, u32> = HashMap::new();
        for summary in summaries {
            *of_shape.entry(summary.shape).or_default() += 1;
        }
        let mut first_of: HashMap<(u32, Vec<u8>), u32> = HashMap::new();
        for (number, function) in parts.functions.iter().enumerate() {
            if of_shape[&summaries[number].shape] == 1 {
                continue;
            }
            let index = imported + count(number);
            let code = Normal { canonical: &canonical, own: index }.written(&body(number)?)?;
            let ty = canonical.types[usize::try_from(function.ty)?];
            match first_of.entry((ty, code)) {
                Entry::Vacant(vacant) => {
                    vacant.insert(index);
                }
                Entry::Occupied(mut first) => {
                    let (one, other) = (usize::try_from(*first.get())?, usize::try_from(index)?);
                    if !has_identity[other] {
                        canonical.functions[other] = *first.get();
                    } else if !has_identity[one] {
                        // What was joined to the first one before goes along.
                        let old = *first.get();
                        for to in &mut canonical.functions {
                            if *to == old {
                                *to = index;
                            }
                        }
                        first.insert(index);
                    }
                }
            }
        }
        Ok(canonical)
    }
}

fn types(parts: &Parts<'_>) -> Result<Vec<u32>> {
    struct Group<'c> {
        canonical: &'c [u32],
        start: u32,
    }
    impl Reencode for Group<'_> {
        type Error = Infallible;

        fn type_index(&mut self, index: u32) -> Result<u32, Error> {
            Ok(match index.checked_sub(self.start) {
                Some(within) => WITHIN_GROUP + within,
                None => self.canonical[index as usize],
            })
        }
    }
    let mut canonical: Vec<u32> = Vec::new();
    let mut first_of: HashMap<Vec<u8>, u32> = HashMap::new();
    for group in &parts.groups {
        let start = count(canonical.len());
        let mut reencoder = Group { canonical: &canonical, start };
        let members = group.types().map(|ty| reencoder.sub_type(ty.clone())).collect::<Result<Vec<_>, _>>()?;
        let length = count(members.len());
        let mut section = TypeSection::new();
        section.ty().rec(members);
        let mut written = Vec::new();
        section.encode(&mut written);
        let first = *first_of.entry(written).or_insert(start);
        canonical.extend((0..length).map(|within| first + within));
    }
    Ok(canonical)
}

/// Of each function, whether a program may tell it from one that does the same.
fn identities(parts: &Parts<'_>, summaries: &[Summary]) -> Result<Vec<bool>> {
    let mut taken = Vec::new();
    let mut tables_are_read = parts.imports.iter().any(|import| matches!(import.ty, TypeRef::Table(_)));
    for export in &parts.exports {
        match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => taken.push(export.index),
            ExternalKind::Table => tables_are_read = true,
            _ => {}
        }
    }
    for global in &parts.globals {
        taken.extend(References::of_const(&global.init_expr)?.ref_func);
    }
    let mut listed = Vec::new();
    for table in &parts.tables {
        if let TableInit::Expr(init) = &table.init {
            listed.extend(References::of_const(init)?.ref_func);
        }
    }
    for element in &parts.elements {
        let references = References::of_items(&element.items)?;
        listed.extend(references.ref_func);
        tables_are_read |= matches!(&element.items, ElementItems::Expressions(ty, _) if !ty.is_func_ref());
    }
    for summary in summaries {
        taken.extend(&summary.ref_func);
        tables_are_read |= summary.reads_tables;
    }
    if tables_are_read {
        taken.extend(listed);
    }
    let mut has_identity = vec![false; usize::try_from(parts.len(Space::Func))?];
    for index in taken {
        *has_identity.get_mut(usize::try_from(index)?).context("a function is not there")? = true;
    }
    Ok(has_identity)
}

/// Writes code so that two functions which do the same are written alike.
struct Normal<'c> {
    canonical: &'c Canonical,
    own: u32,
}

impl Normal<'_> {
    fn written(&mut self, body: &Body<'_>) -> Result<Vec<u8>> {
        let mut written = Vec::new();
        body.locals.len().encode(&mut written);
        for (count, ty) in &body.locals {
            count.encode(&mut written);
            self.val_type(*ty)?.encode(&mut written);
        }
        for operator in &body.code {
            self.instruction(operator.clone())?.encode(&mut written);
        }
        Ok(written)
    }
}

impl Reencode for Normal<'_> {
    type Error = Infallible;

    fn type_index(&mut self, index: u32) -> Result<u32, Error> {
        Ok(self.canonical.types[index as usize])
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        // Two functions that call themselves do the same, too.
        Ok(if index == self.own { u32::MAX } else { self.canonical.functions[index as usize] })
    }
}
