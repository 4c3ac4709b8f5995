//! What things are called: by the name section, by their import or export, or by
//! their index.

use wasmparser::{Name, NameSectionReader};

use super::entity::{Entity, Space};
use super::layout::Layout;

/// The names of one module as they stand in it. They are demangled when they are
/// asked for, since a listing seldom shows all of them.
#[derive(Debug, Default)]
pub struct Names<'a> {
    named: [Vec<Option<&'a str>>; 8],
    imported: Vec<(Entity, &'a str, &'a str)>,
}

impl<'a> Names<'a> {
    /// Collects the names of `layout`. A name section that is malformed gives
    /// those before the fault.
    pub fn of(layout: &Layout<'a>) -> Self {
        let mut names = Self { imported: layout.imports.clone(), ..Self::default() };
        names.imported.sort_by_key(|(entity, ..)| *entity);
        for (names, count) in names.named.iter_mut().zip(layout.counts) {
            names.resize(count as usize, None);
        }
        // Of several exported names the first one counts.
        for (entity, name) in layout.exports.iter().rev() {
            names.set(*entity, name);
        }
        if let Some(section) = &layout.name_section {
            for part in NameSectionReader::new(section.clone()) {
                let Ok(part) = part else { break };
                names.add(part);
            }
        }
        names
    }

    fn add(&mut self, part: Name<'a>) {
        let (space, map) = match part {
            Name::Function(map) => (Space::Func, map),
            Name::Type(map) => (Space::Type, map),
            Name::Table(map) => (Space::Table, map),
            Name::Memory(map) => (Space::Memory, map),
            Name::Global(map) => (Space::Global, map),
            Name::Element(map) => (Space::Elem, map),
            Name::Data(map) => (Space::Data, map),
            Name::Tag(map) => (Space::Tag, map),
            _ => return,
        };
        for naming in map {
            let Ok(naming) = naming else { return };
            if !naming.name.is_empty() {
                self.set(Entity::new(space, naming.index), naming.name);
            }
        }
    }

    fn set(&mut self, entity: Entity, name: &'a str) {
        if let Some(slot) = self.named[entity.space as usize].get_mut(entity.index as usize) {
            *slot = Some(name);
        }
    }

    /// What `entity` is called; if it has no name, `func[12]`.
    pub fn get(&self, entity: Entity) -> String {
        let named = self.named[entity.space as usize].get(entity.index as usize);
        if let Some(Some(name)) = named {
            return demangled(name);
        }
        match self.imported.binary_search_by_key(&entity, |(entity, ..)| *entity) {
            Ok(found) => format!("{}.{}", self.imported[found].1, self.imported[found].2),
            Err(_) => entity.to_string(),
        }
    }
}

/// A Rust or C++ name as it stands in the source, without Rust's hash; any other
/// name as it is.
pub fn demangled(name: &str) -> String {
    if let Ok(name) = rustc_demangle::try_demangle(name) {
        return format!("{name:#}");
    }
    // Every mangled C++ name begins like this, and most others are not one.
    let symbol = name.starts_with("_Z").then(|| cpp_demangle::Symbol::new(name).ok()).flatten();
    symbol.and_then(|symbol| symbol.demangle().ok()).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::demangled;

    #[test]
    fn names_are_as_in_the_source() {
        for (mangled, expected) in [
            ("_ZN4core3fmt5write17h0123456789abcdefE", "core::fmt::write"),
            ("_RNvNtCs4NIexwV1FGX_4core9panicking9panic_fmt", "core::panicking::panic_fmt"),
            ("_ZNSt6vectorIiSaIiEE9push_backERKi", "std::vector<int, std::allocator<int> >::push_back(int const&)"),
            ("_Zero", "_Zero"),
            ("main", "main"),
        ] {
            assert_eq!(demangled(mangled), expected);
        }
    }
}
