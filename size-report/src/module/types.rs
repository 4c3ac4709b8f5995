//! Which types a type refers to.

use wasmparser::{CompositeInnerType, PackedIndex, StorageType, SubType, UnpackedIndex};

use super::entity::Space;
use super::operators::References;

/// Notes the types that `sub_type` names. Those of its own group are left out:
/// a group is kept or dropped as a whole.
pub fn note_sub_type(references: &mut References, sub_type: &SubType) {
    let mut packed = |index: &PackedIndex| {
        if let UnpackedIndex::Module(index) = index.unpack() {
            references.note(Space::Type, index);
        }
    };
    sub_type.supertype_idxs.iter().for_each(&mut packed);
    sub_type.composite_type.descriptor_idx.iter().for_each(&mut packed);
    sub_type.composite_type.describes_idx.iter().for_each(&mut packed);
    if let CompositeInnerType::Cont(cont) = &sub_type.composite_type.inner {
        packed(&cont.0);
    }
    let mut storage = |storage: StorageType| {
        if let StorageType::Val(value_type) = storage {
            references.note_value_type(value_type);
        }
    };
    match &sub_type.composite_type.inner {
        CompositeInnerType::Array(array) => storage(array.0.element_type),
        CompositeInnerType::Struct(fields) => fields.fields.iter().for_each(|field| storage(field.element_type)),
        CompositeInnerType::Func(func) => {
            for value_type in func.params().iter().chain(func.results()) {
                references.note_value_type(*value_type);
            }
        }
        CompositeInnerType::Cont(_) => {}
    }
}
