//! What an item refers to.
//!
//! wasm-encoder's [`Reencode`] sends every index of every instruction, constant
//! expression and type through a method of its own. References are collected by
//! implementing just these, so no instruction can be forgotten.

use crate::module::entity::Space;
use std::convert::Infallible;

use anyhow::Result;
use wasm_encoder::Instruction;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasmparser::{ConstExpr, ElementItems, Operator};

/// Collects what it is shown.
#[derive(Debug, Default)]
pub struct References {
    /// Every reference, as often as it was there.
    pub found: Vec<(Space, u32)>,
    /// The functions that some `ref.func` takes the reference of.
    pub ref_func: Vec<u32>,
}

impl References {
    /// Those of a constant expression.
    pub fn of_const(expression: &ConstExpr<'_>) -> Result<Self> {
        let mut references = Self::default();
        references.const_expr(expression.clone())?;
        Ok(references)
    }

    /// Those of the items of an element segment. A function that is listed by
    /// its index counts as taken by `ref.func`, which is what it stands for.
    pub fn of_items(items: &ElementItems<'_>) -> Result<Self> {
        let mut references = Self::default();
        references.element_items(items.clone())?;
        if let ElementItems::Functions(_) = items {
            references.ref_func.extend(references.found.iter().map(|(_, index)| index));
        }
        Ok(references)
    }

    fn add(&mut self, space: Space, index: u32) -> Result<u32, Error> {
        self.found.push((space, index));
        Ok(index)
    }
}

impl Reencode for References {
    type Error = Infallible;

    fn type_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Type, index)
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Global, index)
    }

    fn tag_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Tag, index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Elem, index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error> {
        self.add(Space::Data, index)
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error> {
        if let Operator::RefFunc { function_index } = operator {
            self.ref_func.push(function_index);
        }
        utils::instruction(self, operator)
    }
}
