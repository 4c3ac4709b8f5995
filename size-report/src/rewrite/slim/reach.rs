//! What something reaches.
//!
//! The roots are the exports, the start function, and the segments that the
//! host can see the effect of: those that go into an imported memory or table,
//! and those that may not fit, so that instantiation traps. Any other active
//! segment is only there for the memory or table that it fills.

use anyhow::{Context, Result};
use wasm_encoder::reencode::Reencode;
use wasmparser::{ConstExpr, DataKind, ElementItems, ElementKind, Import, Operator, TableInit};

use super::canonical::Canonical;
use super::parts::{Parts, count, space_of};
use super::references::References;
use super::summary::Summary;
use crate::module::entity::Space;

/// What has to stay, and how often it is named.
#[derive(Debug)]
pub struct Reached {
    /// By space and index, how often the item is referred to; none if nothing
    /// reaches it.
    uses: [Vec<Option<u32>>; Space::ALL.len()],
    /// The functions that code takes the reference of.
    pub ref_func: Vec<u32>,
    /// Whether code names a data segment.
    pub code_names_data: bool,
    /// Whether the start function does anything.
    pub starts: bool,
}

impl Reached {
    /// Follows all references from the roots on.
    pub fn of(parts: &Parts<'_>, canonical: &Canonical, summaries: &[Summary]) -> Result<Self> {
        let uses = Space::ALL.map(|space| vec![None; parts.len(space) as usize]);
        let reached = Self { uses, ref_func: Vec::new(), code_names_data: false, starts: false };
        let mut next = 0;
        let group_starts = parts.groups.iter().map(|group| {
            next += count(group.types().len());
            next - count(group.types().len())
        });
        let mut walk = Walk {
            parts,
            canonical,
            summaries,
            group_starts: group_starts.collect(),
            seen_groups: vec![false; parts.groups.len()],
            reached,
            open: Vec::new(),
        };
        walk.roots()?;
        while let Some((space, index)) = walk.open.pop() {
            walk.visit(space, index)?;
        }
        Ok(walk.reached)
    }

    /// Whether something reaches the item.
    pub fn has(&self, space: Space, index: u32) -> bool {
        self.uses(space, index).is_some()
    }

    /// How often the item is named; none if nothing reaches it.
    pub fn uses(&self, space: Space, index: u32) -> Option<u32> {
        self.uses[space as usize].get(index as usize).copied().flatten()
    }
}

struct Walk<'p, 'a> {
    parts: &'p Parts<'a>,
    canonical: &'p Canonical,
    summaries: &'p [Summary],
    /// The index of the first type of each group.
    group_starts: Vec<u32>,
    seen_groups: Vec<bool>,
    reached: Reached,
    open: Vec<(Space, u32)>,
}

impl<'p> Walk<'p, '_> {
    fn reach(&mut self, space: Space, index: u32) -> Result<()> {
        self.reach_times(space, index, 1)
    }

    fn reach_times(&mut self, space: Space, index: u32, times: u32) -> Result<()> {
        let at = usize::try_from(index)?;
        let index = match space {
            Space::Type => *self.canonical.types.get(at).context("a type is not there")?,
            Space::Func => *self.canonical.functions.get(at).context("a function is not there")?,
            _ => index,
        };
        let uses = self.reached.uses[space as usize].get_mut(index as usize).context("an item is not there")?;
        match uses {
            Some(before) => *before += times,
            None => {
                *uses = Some(times);
                self.open.push((space, index));
            }
        }
        Ok(())
    }

    fn reach_all(&mut self, references: References) -> Result<()> {
        references.found.into_iter().try_for_each(|(space, index)| self.reach(space, index))
    }

    fn reach_const(&mut self, expression: &ConstExpr<'_>) -> Result<()> {
        self.reach_all(References::of_const(expression)?)
    }

    fn roots(&mut self) -> Result<()> {
        for export in &self.parts.exports {
            let mut references = References::default();
            references.external_index(export.kind, export.index)?;
            self.reach_all(references)?;
        }
        if let Some(start) = self.parts.start {
            let defined = start.checked_sub(self.parts.imported(Space::Func));
            self.reached.starts = match defined {
                Some(number) => !self.summary(number)?.is_empty,
                None => true,
            };
            if self.reached.starts {
                self.reach(Space::Func, start)?;
            }
        }
        for (number, data) in self.parts.data.iter().enumerate() {
            if let DataKind::Active { memory_index, offset_expr } = &data.kind
                && !self.fits(Space::Memory, *memory_index, offset_expr, data.data.len())
            {
                self.reach(Space::Data, count(number))?;
            }
        }
        for (number, element) in self.parts.elements.iter().enumerate() {
            let length = match &element.items {
                ElementItems::Functions(functions) => functions.count(),
                ElementItems::Expressions(_, expressions) => expressions.count(),
            };
            if let ElementKind::Active { table_index, offset_expr } = &element.kind
                && !self.fits(Space::Table, table_index.unwrap_or(0), offset_expr, length as usize)
            {
                self.reach(Space::Elem, count(number))?;
            }
        }
        Ok(())
    }

    /// Whether a segment of that length certainly fits where it goes, and only
    /// this module can see it there.
    fn fits(&self, space: Space, index: u32, offset: &ConstExpr<'_>, length: usize) -> bool {
        let Some(defined) = index.checked_sub(self.parts.imported(space)) else {
            return false;
        };
        let room =
            match space {
                Space::Memory => self.parts.memories.get(defined as usize).and_then(|memory| {
                    1_u64.checked_shl(memory.page_size_log2.unwrap_or(16))?.checked_mul(memory.initial)
                }),
                _ => self.parts.tables.get(defined as usize).map(|table| table.ty.initial),
            };
        let end = constant(offset).and_then(|offset| offset.checked_add(length as u64));
        matches!((end, room), (Some(end), Some(room)) if end <= room)
    }

    fn visit(&mut self, space: Space, index: u32) -> Result<()> {
        let parts = self.parts;
        let Some(defined) = index.checked_sub(parts.imported(space)) else {
            let mut imports = parts.imports.iter().filter(|import| space_of(import) == space);
            return self.visit_import(imports.nth(index as usize).context("an import is not there")?);
        };
        let at = defined as usize;
        match space {
            Space::Type => self.visit_group(index)?,
            Space::Func => {
                let function = parts.functions.get(at).context("a function is not there")?;
                self.reach(Space::Type, function.ty)?;
                self.visit_code(self.summary(defined)?)?;
            }
            Space::Table => {
                let table = parts.tables.get(at).context("a table is not there")?;
                let mut references = References::default();
                references.table_type(table.ty)?;
                self.reach_all(references)?;
                if let TableInit::Expr(init) = &table.init {
                    self.reach_const(init)?;
                }
            }
            Space::Memory => {}
            Space::Global => {
                let global = parts.globals.get(at).context("a global is not there")?;
                let mut references = References::default();
                references.global_type(global.ty)?;
                self.reach_all(references)?;
                self.reach_const(&global.init_expr)?;
            }
            Space::Tag => self.reach(Space::Type, parts.tags.get(at).context("a tag is not there")?.func_type_idx)?,
            Space::Elem => {
                let element = parts.elements.get(at).context("an element segment is not there")?;
                self.reach_all(References::of_items(&element.items)?)?;
                if let ElementKind::Active { table_index, offset_expr } = &element.kind {
                    self.reach(Space::Table, table_index.unwrap_or(0))?;
                    self.reach_const(offset_expr)?;
                }
            }
            Space::Data => {
                let data = parts.data.get(at).context("a data segment is not there")?;
                if let DataKind::Active { memory_index, offset_expr } = &data.kind {
                    self.reach(Space::Memory, *memory_index)?;
                    self.reach_const(offset_expr)?;
                }
            }
        }
        self.reach_what_fills(space, index)
    }

    fn visit_import(&mut self, import: &Import<'_>) -> Result<()> {
        let mut references = References::default();
        references.entity_type(import.ty)?;
        self.reach_all(references)?;
        Ok(())
    }

    /// A group stays whole, since its types are told apart by their place in it.
    fn visit_group(&mut self, index: u32) -> Result<()> {
        let parts = self.parts;
        let at = self.group_starts.partition_point(|start| *start <= index) - 1;
        if std::mem::replace(&mut self.seen_groups[at], true) {
            return Ok(());
        }
        let mut references = References::default();
        let mut end = self.group_starts[at];
        for ty in parts.groups[at].types() {
            references.sub_type(ty.clone())?;
            end += 1;
        }
        self.reach_all(references)?;
        (self.group_starts[at]..end).try_for_each(|index| self.reach(Space::Type, index))
    }

    fn summary(&self, defined: u32) -> Result<&'p Summary> {
        self.summaries.get(defined as usize).context("a function is not there")
    }

    fn visit_code(&mut self, code: &Summary) -> Result<()> {
        self.reached.code_names_data |= code.names_data;
        self.reached.ref_func.extend(&code.ref_func);
        code.references.iter().try_for_each(|(space, index, times)| self.reach_times(*space, *index, *times))
    }

    fn reach_what_fills(&mut self, space: Space, index: u32) -> Result<()> {
        let parts = self.parts;
        if space == Space::Memory {
            for (number, data) in parts.data.iter().enumerate() {
                if matches!(data.kind, DataKind::Active { memory_index, .. } if memory_index == index) {
                    self.reach(Space::Data, count(number))?;
                }
            }
        }
        if space == Space::Table {
            for (number, element) in parts.elements.iter().enumerate() {
                if matches!(element.kind, ElementKind::Active { table_index, .. } if table_index.unwrap_or(0) == index)
                {
                    self.reach(Space::Elem, count(number))?;
                }
            }
        }
        Ok(())
    }
}

/// The value of an expression that is one constant.
pub fn constant(expression: &ConstExpr<'_>) -> Option<u64> {
    let mut code = expression.get_operators_reader();
    let value = match code.read().ok()? {
        Operator::I32Const { value } => u64::from(value.cast_unsigned()),
        Operator::I64Const { value } => value.cast_unsigned(),
        _ => return None,
    };
    matches!(code.read().ok()?, Operator::End).then_some(value)
}
