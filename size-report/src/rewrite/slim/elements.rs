//! The element segments that stay, and the declarations that code needs.

use anyhow::Result;
use wasm_encoder::reencode::Reencode;
use wasm_encoder::{ElementSection, Elements, RefType};
use wasmparser::{ElementItems, ElementKind, ExternalKind, Operator, TableInit};

use super::encode::Encoder;
use super::references::References;
use crate::module::entity::Space;

impl Encoder<'_, '_> {
    /// The section of element segments.
    pub(super) fn elements(&self) -> Result<ElementSection> {
        let mut section = ElementSection::new();
        for element in self.kept(Space::Elem, &self.parts.elements) {
            let items = self.items(&element.items)?;
            match &element.kind {
                ElementKind::Active { table_index, offset_expr } => {
                    let table = self.renumber().table_index(table_index.unwrap_or(0))?;
                    let offset = self.renumber().const_expr(offset_expr.clone())?;
                    section.active((table != 0).then_some(table), &offset, items);
                }
                ElementKind::Passive => {
                    section.passive(items);
                }
                ElementKind::Declared => {
                    section.declared(items);
                }
            }
        }
        let undeclared = self.undeclared()?;
        if !undeclared.is_empty() {
            section.declared(Elements::Functions(undeclared.into()));
        }
        Ok(section)
    }

    /// The items of a segment, as indices if that is all they are: an index is
    /// two bytes shorter than an expression.
    fn items(&self, items: &ElementItems<'_>) -> Result<Elements<'static>> {
        let items = match self.renumber().element_items(items.clone())? {
            Elements::Functions(functions) => return Ok(Elements::Functions(functions.into_owned().into())),
            Elements::Expressions(ty, written) => match items {
                ElementItems::Expressions(_, expressions) if ty == RefType::FUNCREF => {
                    let mut functions = Vec::new();
                    for expression in expressions.clone() {
                        let mut code = expression?.get_operators_reader();
                        match (code.read()?, code.read()?) {
                            (Operator::RefFunc { function_index }, Operator::End) => {
                                functions.push(self.renumber().function_index(function_index)?);
                            }
                            _ => return Ok(Elements::Expressions(ty, written.into_owned().into())),
                        }
                    }
                    Elements::Functions(functions.into())
                }
                _ => Elements::Expressions(ty, written.into_owned().into()),
            },
        };
        Ok(items)
    }

    /// The functions that code takes the reference of and nothing else declares,
    /// in their new order. Validation asks for such a declaration.
    fn undeclared(&self) -> Result<Vec<u32>> {
        let mut declared = Vec::new();
        for export in &self.parts.exports {
            if matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact) {
                declared.push(export.index);
            }
        }
        for element in self.kept(Space::Elem, &self.parts.elements) {
            declared.extend(References::of_items(&element.items)?.ref_func);
        }
        for global in self.kept(Space::Global, &self.parts.globals) {
            declared.extend(References::of_const(&global.init_expr)?.ref_func);
        }
        for table in self.kept(Space::Table, &self.parts.tables) {
            if let TableInit::Expr(init) = &table.init {
                declared.extend(References::of_const(init)?.ref_func);
            }
        }
        let new = |functions: &[u32]| {
            let mut new = Vec::with_capacity(functions.len());
            for function in functions {
                new.push(self.renumber().function_index(*function)?);
            }
            new.sort_unstable();
            new.dedup();
            anyhow::Ok(new)
        };
        let declared = new(&declared)?;
        let mut undeclared = new(&self.reached.ref_func)?;
        undeclared.retain(|function| declared.binary_search(function).is_err());
        Ok(undeclared)
    }
}
