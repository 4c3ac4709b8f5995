//! The entries of each section: what they define, and what they refer to.

use anyhow::Result;
use wasmparser::{
    ConstExpr, Data, DataKind, Element, ElementItems, ElementKind, Export, ExternalKind, Import, Imports, Operator,
    OperatorsReader, RecGroup, Table, TableInit, TypeRef,
};

use super::entity::{Entity, Space, index};
use super::layout::Layout;
use super::operators::References;
use super::row::Kind;
use super::types::note_sub_type;

impl<'a> Layout<'a> {
    pub(super) fn types(&mut self, group: &RecGroup, bytes: u64) -> Result<()> {
        if group.types().len() == 0 {
            self.row(Kind::Type, None, "empty group", bytes);
            return Ok(());
        }
        let first = self.counts[Space::Type as usize];
        let mut references = References::default();
        group.types().for_each(|sub_type| note_sub_type(&mut references, sub_type));
        let members = index(group.types().len());
        // The first one stands for the group: each of the others leads to it, and
        // it leads to all that any of them names.
        for index in first + 1..first + members {
            self.refers(Entity::new(Space::Type, index), vec![Entity::new(Space::Type, first)]);
            references.note(Space::Type, index);
        }
        self.define(Kind::Type, Space::Type, bytes, references);
        self.counts[Space::Type as usize] = first + members;
        Ok(())
    }

    pub(super) fn import(&mut self, imports: Imports<'a>, bytes: u64) -> Result<()> {
        let each: Vec<Import<'a>> = match imports {
            Imports::Single(_, import) => vec![import],
            Imports::Compact1 { module, items } => items
                .into_iter()
                .map(|item| item.map(|item| Import { module, name: item.name, ty: item.ty }))
                .collect::<Result<_, _>>()?,
            Imports::Compact2 { module, ty, names } => {
                names.into_iter().map(|name| name.map(|name| Import { module, name, ty })).collect::<Result<_, _>>()?
            }
        };
        // A compact group is one stretch of bytes; its first import has them all.
        let mut bytes = bytes;
        for import in each {
            let mut references = References::default();
            let space = match import.ty {
                TypeRef::Func(ty) | TypeRef::FuncExact(ty) => {
                    references.note(Space::Type, ty);
                    self.imported_functions += 1;
                    Space::Func
                }
                TypeRef::Table(table) => {
                    references.note_heap_type(table.element_type.heap_type());
                    Space::Table
                }
                TypeRef::Memory(_) => Space::Memory,
                TypeRef::Global(global) => {
                    references.note_value_type(global.content_type);
                    Space::Global
                }
                TypeRef::Tag(tag) => {
                    references.note(Space::Type, tag.func_type_idx);
                    Space::Tag
                }
            };
            let entity = self.define(Kind::Import, space, bytes, references);
            self.imports.push((entity, import.module, import.name));
            if let Some(row) = self.rows.last_mut() {
                row.label = format!("{}.{}", import.module, import.name).into();
            }
            bytes = 0;
        }
        Ok(())
    }

    pub(super) fn table(&mut self, table: &Table<'a>, bytes: u64) -> Result<()> {
        let mut references = References::default();
        references.note_heap_type(table.ty.element_type.heap_type());
        if let TableInit::Expr(expression) = &table.init {
            note_expression(&mut references, expression)?;
        }
        self.define(Kind::Table, Space::Table, bytes, references);
        Ok(())
    }

    pub(super) fn export(&mut self, export: &Export<'a>, bytes: u64) -> Result<()> {
        let space = match export.kind {
            ExternalKind::Func | ExternalKind::FuncExact => Space::Func,
            ExternalKind::Table => Space::Table,
            ExternalKind::Memory => Space::Memory,
            ExternalKind::Global => Space::Global,
            ExternalKind::Tag => Space::Tag,
        };
        let entity = Entity::new(space, export.index);
        self.roots.push((entity, self.at));
        self.exports.push((entity, export.name));
        self.row(Kind::Export, None, export.name, bytes);
        Ok(())
    }

    pub(super) fn element(&mut self, element: Element<'a>, bytes: u64) -> Result<()> {
        let mut references = References::default();
        let declares = matches!(element.kind, ElementKind::Declared);
        let active = match &element.kind {
            ElementKind::Active { table_index, offset_expr } => {
                references.note(Space::Table, table_index.unwrap_or(0));
                note_expression(&mut references, offset_expr)?;
                true
            }
            ElementKind::Passive | ElementKind::Declared => false,
        };
        match element.items {
            ElementItems::Functions(functions) => {
                for function in functions {
                    references.note(Space::Func, function?);
                }
            }
            ElementItems::Expressions(ty, expressions) => {
                references.note_heap_type(ty.heap_type());
                for expression in expressions {
                    note_expression(&mut references, &expression?)?;
                }
            }
        }
        let entity = self.define(Kind::Elem, Space::Elem, bytes, references);
        if active {
            self.roots.push((entity, self.at));
        }
        if declares {
            self.declared.push(entity);
        }
        Ok(())
    }

    pub(super) fn data(&mut self, data: &Data<'a>, bytes: u64) -> Result<()> {
        let mut references = References::default();
        let active = match &data.kind {
            DataKind::Active { memory_index, offset_expr } => {
                let mut operators = OperatorsReader::new(offset_expr.get_binary_reader());
                if let Ok(Operator::I32Const { value }) = operators.read() {
                    // Addresses of 32 bits are unsigned.
                    self.note_data(i64::from(value.cast_unsigned()), data.data.len());
                }
                references.note(Space::Memory, *memory_index);
                note_expression(&mut references, offset_expr)?;
                true
            }
            DataKind::Passive => false,
        };
        let entity = self.define(Kind::Data, Space::Data, bytes, references);
        if active {
            self.roots.push((entity, self.at));
        }
        Ok(())
    }
}

/// Notes what a constant expression refers to.
pub(super) fn note_expression(references: &mut References, expression: &ConstExpr<'_>) -> Result<()> {
    let mut operators = OperatorsReader::new(expression.get_binary_reader());
    while !operators.eof() {
        operators.visit_operator(references)?;
    }
    Ok(())
}
