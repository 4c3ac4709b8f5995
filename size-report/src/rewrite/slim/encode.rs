//! Puts together what stays.

use anyhow::{Context, Result};
use rayon::prelude::*;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, ExportSection, Function, FunctionSection, GlobalSection, ImportSection,
    MemorySection, Module, Section, SectionId, StartSection, TableSection, TagSection, TypeSection,
};

use super::body::Body;
use super::custom;
use super::numbering::{Numbering, Renumber};
use super::parts::{Parts, count, space_of};
use super::reach::Reached;
use super::segments::Segments;
use crate::module::entity::Space;

/// The ids of all sections but custom ones, in the order of a module.
const ORDER: [SectionId; 13] = [
    SectionId::Type,
    SectionId::Import,
    SectionId::Function,
    SectionId::Table,
    SectionId::Memory,
    SectionId::Tag,
    SectionId::Global,
    SectionId::Export,
    SectionId::Start,
    SectionId::Element,
    SectionId::DataCount,
    SectionId::Code,
    SectionId::Data,
];

/// Writes the module.
pub struct Encoder<'e, 'a> {
    pub parts: &'e Parts<'a>,
    pub reached: &'e Reached,
    pub numbering: &'e Numbering,
}

impl<'a> Encoder<'_, 'a> {
    /// The whole module. `body` gives the code of a defined function by its
    /// number among those.
    pub fn write(&self, body: impl Fn(usize) -> Result<Body<'a>> + Sync) -> Result<Vec<u8>> {
        let data = Segments::of(self.parts, self.reached)?;
        let mut module = Module::new();
        self.customs_after(0, &data, &mut module)?;
        for id in ORDER {
            match id {
                SectionId::Type => self.types(&mut module)?,
                SectionId::Import => self.imports(&mut module)?,
                SectionId::Function => self.functions(&mut module)?,
                SectionId::Table => self.tables(&mut module)?,
                SectionId::Memory => self.memories(&mut module)?,
                SectionId::Tag => self.tags(&mut module)?,
                SectionId::Global => self.globals(&mut module)?,
                SectionId::Export => self.exports(&mut module)?,
                SectionId::Start => self.start(&mut module)?,
                SectionId::Element => {
                    let section = self.elements()?;
                    add(&mut module, &section, section.is_empty());
                }
                SectionId::DataCount if self.reached.code_names_data => {
                    module.section(&DataCountSection { count: count(data.list.len()) });
                }
                SectionId::Code => self.code(&mut module, &body)?,
                SectionId::Data => self.data(&mut module, &data)?,
                _ => {}
            }
            self.customs_after(id as u8, &data, &mut module)?;
        }
        Ok(module.finish())
    }

    pub(super) fn renumber(&self) -> Renumber<'_> {
        Renumber(self.numbering)
    }

    /// The defined items of `space` that stay.
    pub(super) fn kept<'i, T>(&self, space: Space, items: &'i [T]) -> impl Iterator<Item = &'i T> {
        let imported = self.parts.imported(space);
        let numbered = items.iter().enumerate();
        numbered.filter(move |(number, _)| self.reached.has(space, imported + count(*number))).map(|(_, item)| item)
    }

    fn types(&self, module: &mut Module) -> Result<()> {
        let mut section = TypeSection::new();
        let mut start = 0;
        for group in &self.parts.groups {
            if self.reached.has(Space::Type, start) {
                let types = group.types().map(|ty| self.renumber().sub_type(ty.clone()));
                match &types.collect::<Result<Vec<_>, _>>()?[..] {
                    [] => {}
                    [ty] => section.ty().subtype(ty),
                    types => section.ty().rec(types.iter().cloned()),
                }
            }
            start += count(group.types().len());
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn imports(&self, module: &mut Module) -> Result<()> {
        let mut section = ImportSection::new();
        let mut next = [0; Space::ALL.len()];
        for import in &self.parts.imports {
            let space = space_of(import);
            if self.reached.has(space, next[space as usize]) {
                self.renumber().parse_import(&mut section, *import)?;
            }
            next[space as usize] += 1;
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn functions(&self, module: &mut Module) -> Result<()> {
        let mut section = FunctionSection::new();
        for number in &self.numbering.functions {
            section.function(self.renumber().type_index(self.parts.functions[*number].ty)?);
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn tables(&self, module: &mut Module) -> Result<()> {
        let mut section = TableSection::new();
        for table in self.kept(Space::Table, &self.parts.tables) {
            self.renumber().parse_table(&mut section, table.clone())?;
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn memories(&self, module: &mut Module) -> Result<()> {
        let mut section = MemorySection::new();
        for memory in self.kept(Space::Memory, &self.parts.memories) {
            section.memory(self.renumber().memory_type(*memory)?);
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn tags(&self, module: &mut Module) -> Result<()> {
        let mut section = TagSection::new();
        for tag in self.kept(Space::Tag, &self.parts.tags) {
            section.tag(self.renumber().tag_type(*tag)?);
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn globals(&self, module: &mut Module) -> Result<()> {
        let mut section = GlobalSection::new();
        for global in self.kept(Space::Global, &self.parts.globals) {
            self.renumber().parse_global(&mut section, global.clone())?;
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn exports(&self, module: &mut Module) -> Result<()> {
        let mut section = ExportSection::new();
        for export in &self.parts.exports {
            self.renumber().parse_export(&mut section, *export)?;
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn start(&self, module: &mut Module) -> Result<()> {
        if let Some(start) = self.parts.start.filter(|_| self.reached.starts) {
            module.section(&StartSection { function_index: self.renumber().function_index(start)? });
        }
        Ok(())
    }

    fn code(&self, module: &mut Module, body: &(impl Fn(usize) -> Result<Body<'a>> + Sync)) -> Result<()> {
        let mut section = CodeSection::new();
        let write = |number: &usize| {
            let body = body(*number)?;
            let mut locals = Vec::with_capacity(body.locals.len());
            for (count, ty) in body.locals {
                locals.push((count, self.renumber().val_type(ty)?));
            }
            let mut function = Function::new(locals);
            for operator in body.code {
                function.instruction(&self.renumber().instruction(operator)?);
            }
            Ok(function.into_raw_body())
        };
        for body in self.numbering.functions.par_iter().map(write).collect::<Result<Vec<_>>>()? {
            section.raw(&body);
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn data(&self, module: &mut Module, data: &Segments<'a>) -> Result<()> {
        let mut section = DataSection::new();
        for segment in &data.list {
            segment.write(&mut section, &mut self.renumber())?;
        }
        add(module, &section, section.is_empty());
        Ok(())
    }

    fn customs_after(&self, id: u8, data: &Segments<'_>, module: &mut Module) -> Result<()> {
        for custom in self.parts.customs.iter().filter(|custom| custom.after == id) {
            let section = custom::renumbered(&custom.section, self.numbering, data.are_joined);
            if let Some(section) = section.with_context(|| format!("the section {}", custom.section.name()))? {
                module.section(&section);
            }
        }
        Ok(())
    }
}

fn add(module: &mut Module, section: &impl Section, is_empty: bool) {
    if !is_empty {
        module.section(section);
    }
}
