//! A function body without what another build changes by itself: indices, and
//! the addresses of data.

use std::convert::Infallible;
use std::ops::Range;

use anyhow::Result;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, Instruction};
use wasmparser::{FunctionBody, MemArg, Operator};

use crate::module::entity::{Entity, Space};

/// A body with its indices and addresses taken out.
#[derive(Debug, PartialEq, Eq)]
pub struct Masked {
    /// The body with 0 in their place.
    pub shape: Vec<u8>,
    /// The same without locals and constants: what is left if another version of
    /// the compiler distributes them otherwise.
    pub outline: Vec<u8>,
    /// The indices, in order.
    pub references: Vec<Entity>,
}

/// Masks `body`. A constant or an offset in `addresses` is taken for the address
/// of something in memory.
///
/// # Errors
///
/// If the body is malformed.
pub fn masked(body: &FunctionBody<'_>, addresses: &Range<i64>) -> Result<Masked> {
    let mut masker = Masker { addresses: addresses.clone(), references: Vec::new(), outline_only: false };
    let shape = masker.encoded(body)?;
    let references = std::mem::take(&mut masker.references);
    masker.outline_only = true;
    Ok(Masked { shape, outline: masker.encoded(body)?, references })
}

struct Masker {
    addresses: Range<i64>,
    references: Vec<Entity>,
    outline_only: bool,
}

impl Masker {
    fn encoded(&mut self, body: &FunctionBody<'_>) -> Result<Vec<u8>> {
        let mut code = CodeSection::new();
        self.parse_function_body(&mut code, body.clone())?;
        let mut bytes = Vec::new();
        wasm_encoder::Encode::encode(&code, &mut bytes);
        Ok(bytes)
    }

    fn mask(&mut self, space: Space, index: u32) -> Result<u32, Error<Infallible>> {
        self.references.push(Entity::new(space, index));
        Ok(0)
    }
}

impl Reencode for Masker {
    type Error = Infallible;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Func, index)
    }

    fn type_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Type, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Global, index)
    }

    fn tag_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Tag, index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Data, index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        self.mask(Space::Elem, index)
    }

    fn mem_arg(&mut self, mut arg: MemArg) -> Result<wasm_encoder::MemArg, Error<Infallible>> {
        if i64::try_from(arg.offset).is_ok_and(|offset| self.addresses.contains(&offset)) {
            arg.offset = 0;
        }
        utils::mem_arg(self, arg)
    }

    fn instruction<'a>(&mut self, operator: Operator<'a>) -> Result<Instruction<'a>, Error<Infallible>> {
        if self.outline_only {
            match operator {
                Operator::LocalGet { .. } => return Ok(Instruction::LocalGet(0)),
                Operator::LocalSet { .. } => return Ok(Instruction::LocalSet(0)),
                Operator::LocalTee { .. } => return Ok(Instruction::LocalTee(0)),
                Operator::I32Const { .. } => return Ok(Instruction::I32Const(0)),
                Operator::I64Const { .. } => return Ok(Instruction::I64Const(0)),
                _ => {}
            }
        }
        match operator {
            Operator::I32Const { value } if self.addresses.contains(&i64::from(value)) => Ok(Instruction::I32Const(0)),
            Operator::I64Const { value } if self.addresses.contains(&value) => Ok(Instruction::I64Const(0)),
            other => utils::instruction(self, other),
        }
    }
}
