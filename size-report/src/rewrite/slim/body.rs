//! The code of one function, with what no run can reach left out.
//!
//! Three changes, none of which a run can tell:
//!
//! - A call of a function that does nothing but trap is the trap itself, and
//!   what was pushed for it is not needed.
//! - After an instruction that never goes on, nothing up to the end of its
//!   block is run.
//! - Locals that no instruction names are not declared, and those of one type
//!   are declared together.

use std::collections::HashMap;

use anyhow::{Context, Result};
use wasmparser::{Operator, ValType};

use super::parts::{Code, Function};

/// Locals from here on need two bytes in each instruction that names them.
const ONE_BYTE_LOCALS: usize = 128;

/// The code of a function, to be written.
#[derive(Debug)]
pub struct Body<'a> {
    /// The locals beside the parameters, by runs of one type.
    pub locals: Vec<(u32, ValType)>,
    /// The instructions with the final `end`.
    pub code: Vec<Operator<'a>>,
}

impl<'a> Body<'a> {
    /// The code of `function`, which has that many parameters. `traps` says of
    /// a function's index whether all it does is trap.
    pub fn of(function: &Function<'a>, parameters: u32, traps: impl Fn(u32) -> bool) -> Result<Self> {
        let Code::Read(read) = &function.code else {
            return Ok(Self { locals: Vec::new(), code: vec![Operator::Unreachable, Operator::End] });
        };
        let mut code = Vec::new();
        let mut reader = read.get_operators_reader()?;
        // How many blocks are open within code that no run reaches.
        let mut dead: Option<u32> = None;
        while !reader.eof() {
            let operator = reader.read()?;
            if let Some(open) = &mut dead {
                match operator {
                    Operator::End | Operator::Delegate { .. } if *open > 0 => *open -= 1,
                    Operator::End
                    | Operator::Delegate { .. }
                    | Operator::Else
                    | Operator::Catch { .. }
                    | Operator::CatchAll
                        if *open == 0 =>
                    {
                        dead = None;
                        code.push(operator);
                    }
                    _ if opens_block(&operator) => *open += 1,
                    _ => {}
                }
                continue;
            }
            let operator = match operator {
                Operator::Call { function_index } | Operator::ReturnCall { function_index }
                    if traps(function_index) =>
                {
                    Operator::Unreachable
                }
                other => other,
            };
            if let Operator::Unreachable = operator {
                while code.last().is_some_and(only_pushes) {
                    code.pop();
                }
            }
            dead = never_goes_on(&operator).then_some(0);
            code.push(operator);
        }
        let mut locals = Vec::new();
        for run in read.get_locals_reader()? {
            locals.push(run?);
        }
        Self { locals, code }.with_fewer_locals(usize::try_from(parameters)?)
    }

    /// Drops locals that are not named, and groups the others by type as long as
    /// that makes no index longer.
    fn with_fewer_locals(mut self, parameters: usize) -> Result<Self> {
        let mut named: HashMap<u32, u32> = HashMap::new();
        for operator in &mut self.code {
            if let Some(index) = local_index(operator) {
                named.insert(*index, *index);
            }
        }
        // A function may declare 50,000 locals in a few bytes, so nothing here
        // is as long as that list: only what is named is looked at.
        let mut kept: Vec<(u32, ValType)> = Vec::new();
        let mut start = u32::try_from(parameters)?;
        let mut indices: Vec<u32> = named.keys().copied().filter(|index| *index >= start).collect();
        indices.sort_unstable();
        let mut indices = indices.into_iter().peekable();
        for (count, ty) in &self.locals {
            let end = start + count;
            while let Some(index) = indices.next_if(|index| *index < end) {
                kept.push((index, *ty));
            }
            start = end;
        }
        if parameters + kept.len() <= ONE_BYTE_LOCALS {
            let mut types: Vec<ValType> = Vec::new();
            for (_, ty) in &kept {
                if !types.contains(ty) {
                    types.push(*ty);
                }
            }
            kept.sort_by_key(|(_, ty)| types.iter().position(|other| other == ty));
        }
        self.locals.clear();
        for (new, (old, ty)) in kept.into_iter().enumerate() {
            named.insert(old, u32::try_from(parameters + new)?);
            match self.locals.last_mut() {
                Some((count, last)) if *last == ty => *count += 1,
                _ => self.locals.push((1, ty)),
            }
        }
        for operator in &mut self.code {
            if let Some(index) = local_index(operator) {
                *index = *named.get(index).context("a local is not declared")?;
            }
        }
        Ok(self)
    }

    /// Whether it does nothing at all.
    pub fn is_empty(&self) -> bool {
        matches!(self.code[..], [Operator::End])
    }
}

fn local_index<'o>(operator: &'o mut Operator<'_>) -> Option<&'o mut u32> {
    match operator {
        Operator::LocalGet { local_index }
        | Operator::LocalSet { local_index }
        | Operator::LocalTee { local_index } => Some(local_index),
        _ => None,
    }
}

fn opens_block(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Try { .. }
            | Operator::TryTable { .. }
    )
}

fn never_goes_on(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::Unreachable
            | Operator::Br { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::ReturnCall { .. }
            | Operator::ReturnCallIndirect { .. }
            | Operator::ReturnCallRef { .. }
            | Operator::Throw { .. }
            | Operator::ThrowRef
            | Operator::Rethrow { .. }
    )
}

/// Whether all that the instruction does is push a value.
fn only_pushes(operator: &Operator<'_>) -> bool {
    matches!(
        operator,
        Operator::LocalGet { .. }
            | Operator::GlobalGet { .. }
            | Operator::I32Const { .. }
            | Operator::I64Const { .. }
            | Operator::F32Const { .. }
            | Operator::F64Const { .. }
            | Operator::V128Const { .. }
            | Operator::RefNull { .. }
            | Operator::RefFunc { .. }
    )
}
