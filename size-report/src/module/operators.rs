//! What the instructions of a function refer to.
//!
//! The visitor is made from wasmparser's own list of instructions, and each
//! immediate is taken up by its name. An immediate of a name that is not known
//! here does not compile, so no instruction of a newer wasmparser can refer to
//! something without being seen.

use wasmparser::{
    BlockType, BrTable, Catch, Handle, HeapType, Ieee32, Ieee64, MemArg, MemArgTarget, Ordering, RefType, ResumeTable,
    TryTable, UnpackedIndex, V128, ValType, VisitOperator, VisitSimdOperator,
};

use super::entity::{Entity, Space};

/// Collects the entities that visited instructions refer to, with repetitions.
#[derive(Debug, Default)]
pub struct References {
    /// What was seen so far.
    pub seen: Vec<Entity>,
}

impl References {
    /// Notes a reference.
    pub fn note(&mut self, space: Space, index: u32) {
        self.seen.push(Entity::new(space, index));
    }

    /// Notes the type that a heap type names, if it names one.
    pub fn note_heap_type(&mut self, heap_type: HeapType) {
        if let HeapType::Concrete(UnpackedIndex::Module(index)) | HeapType::Exact(UnpackedIndex::Module(index)) =
            heap_type
        {
            self.note(Space::Type, index);
        }
    }

    /// The same for a value type.
    pub fn note_value_type(&mut self, value_type: ValType) {
        if let ValType::Ref(reference) = value_type {
            self.note_heap_type(reference.heap_type());
        }
    }

    fn note_block_type(&mut self, block_type: BlockType) {
        match block_type {
            BlockType::Empty => {}
            BlockType::Type(value_type) => self.note_value_type(value_type),
            BlockType::FuncType(index) => self.note(Space::Type, index),
        }
    }
}

/// Takes up one immediate by its name.
macro_rules! take {
    ($self:ident, function_index, $value:expr) => {
        $self.note(Space::Func, $value)
    };
    ($self:ident, global_index, $value:expr) => {
        $self.note(Space::Global, $value)
    };
    ($self:ident, tag_index, $value:expr) => {
        $self.note(Space::Tag, $value)
    };
    ($self:ident, elem_index, $value:expr) => {
        $self.note(Space::Elem, $value)
    };
    ($self:ident, array_elem_index, $value:expr) => {
        $self.note(Space::Elem, $value)
    };
    ($self:ident, data_index, $value:expr) => {
        $self.note(Space::Data, $value)
    };
    ($self:ident, array_data_index, $value:expr) => {
        $self.note(Space::Data, $value)
    };
    ($self:ident, table, $value:expr) => {
        $self.note(Space::Table, $value)
    };
    ($self:ident, table_index, $value:expr) => {
        $self.note(Space::Table, $value)
    };
    ($self:ident, src_table, $value:expr) => {
        $self.note(Space::Table, $value)
    };
    ($self:ident, dst_table, $value:expr) => {
        $self.note(Space::Table, $value)
    };
    ($self:ident, mem, $value:expr) => {
        $self.note(Space::Memory, $value)
    };
    ($self:ident, src_mem, $value:expr) => {
        $self.note(Space::Memory, $value)
    };
    ($self:ident, dst_mem, $value:expr) => {
        $self.note(Space::Memory, $value)
    };
    ($self:ident, memarg, $value:expr) => {{
        let memarg: MemArg = $value;
        match memarg.target {
            MemArgTarget::Memory(index) => $self.note(Space::Memory, index),
            MemArgTarget::Array(index) => $self.note(Space::Type, index),
        }
    }};
    ($self:ident, type_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, struct_type_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, array_type_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, array_type_index_src, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, array_type_index_dst, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, cont_type_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, argument_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, result_index, $value:expr) => {
        $self.note(Space::Type, $value)
    };
    ($self:ident, blockty, $value:expr) => {
        $self.note_block_type($value)
    };
    ($self:ident, hty, $value:expr) => {
        $self.note_heap_type($value)
    };
    ($self:ident, from_ref_type, $value:expr) => {{
        let from: RefType = $value;
        $self.note_heap_type(from.heap_type())
    }};
    ($self:ident, to_ref_type, $value:expr) => {{
        let to: RefType = $value;
        $self.note_heap_type(to.heap_type())
    }};
    ($self:ident, ty, $value:expr) => {
        $self.note_value_type($value)
    };
    ($self:ident, tys, $value:expr) => {{
        let types: Vec<ValType> = $value;
        types.into_iter().for_each(|ty| $self.note_value_type(ty))
    }};
    ($self:ident, try_table, $value:expr) => {{
        let table: TryTable = $value;
        $self.note_block_type(table.ty);
        for catch in table.catches {
            if let Catch::One { tag, .. } | Catch::OneRef { tag, .. } = catch {
                $self.note(Space::Tag, tag);
            }
        }
    }};
    ($self:ident, resume_table, $value:expr) => {{
        let table: ResumeTable = $value;
        for handle in table.handlers {
            let (Handle::OnLabel { tag, .. } | Handle::OnSwitch { tag }) = handle;
            $self.note(Space::Tag, tag);
        }
    }};
    // These refer to nothing outside of the function, or to a field of a type
    // that stands beside them.
    ($self:ident, local_index, $value:expr) => {{
        let _: u32 = $value;
    }};
    ($self:ident, relative_depth, $value:expr) => {{
        let _: u32 = $value;
    }};
    ($self:ident, field_index, $value:expr) => {{
        let _: u32 = $value;
    }};
    ($self:ident, array_size, $value:expr) => {{
        let _: u32 = $value;
    }};
    ($self:ident, targets, $value:expr) => {{
        let _: BrTable<'_> = $value;
    }};
    ($self:ident, ordering, $value:expr) => {{
        let _: Ordering = $value;
    }};
    ($self:ident, lane, $value:expr) => {{
        let _: u8 = $value;
    }};
    ($self:ident, lanes, $value:expr) => {{
        let _: [u8; 16] = $value;
    }};
    ($self:ident, value, $value:expr) => {
        Number::from($value)
    };
}

/// The immediate `value`: a constant of one of these types, and never an index.
struct Number;

macro_rules! numbers {
    ($($number:ty)*) => { $(impl From<$number> for Number { fn from(_: $number) -> Self { Self } })* };
}
numbers!(i32 i64 Ieee32 Ieee64 V128);

macro_rules! visit {
    ($(@$proposal:ident $op:ident $({ $($arg:ident: $argty:ty),* })? => $visit:ident ($($ann:tt)*))*) => {
        $(
            fn $visit(&mut self $($(, $arg: $argty)*)?) {
                $($(let _ = take!(self, $arg, $arg);)*)?
            }
        )*
    };
}

impl<'a> VisitOperator<'a> for References {
    type Output = ();

    fn simd_visitor(&mut self) -> Option<&mut dyn VisitSimdOperator<'a, Output = ()>> {
        Some(self)
    }

    wasmparser::for_each_visit_operator!(visit);
}

impl<'a> VisitSimdOperator<'a> for References {
    wasmparser::for_each_visit_simd_operator!(visit);
}
