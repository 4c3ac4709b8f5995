//! What a store holds, and what a function of the host sees of it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use wasmtime::{AsContext as _, AsContextMut as _, Caller, Memory};

use crate::limits::{Reached, Watch};
use crate::plugin::heap::{self, Heap};
use crate::plugin::text;

/// What a guest did with the host's heap, and the lines it sent. A `ptr` of 0
/// given back means that there was no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'e> {
    /// `env.send_line`.
    Line(&'e str),
    /// `env.malloc`: how many bytes, and where.
    Malloc {
        /// How many bytes were asked for.
        size: u32,
        /// The address of the block.
        ptr: u32,
    },
    /// `env.free`: of the block at this address.
    Free {
        /// The address of the block.
        ptr: u32,
    },
    /// `env.realloc`.
    Realloc {
        /// Where the block was.
        ptr: u32,
        /// How many bytes were asked for.
        size: u32,
        /// Where the block is.
        new_ptr: u32,
    },
}

/// Who is told of events.
pub(super) type Watcher<T> = Arc<dyn Fn(&mut T, Event<'_>) + Send + Sync>;

/// What the store of an instance holds.
#[doc(hidden)]
pub struct State<T> {
    pub(super) data: T,
    /// Nothing only while it is being made.
    pub(super) memory: Option<Memory>,
    pub(super) heap: Heap,
    pub(super) watch: Watch,
    pub(super) watcher: Option<Watcher<T>>,
}

impl<T> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("heap", &self.heap).finish_non_exhaustive()
    }
}

/// What a function of the host sees of the instance that called it: its data and
/// its memory.
pub struct Access<'c, T: 'static>(Caller<'c, State<T>>);

impl<'c, T> Access<'c, T> {
    pub(super) fn new(caller: Caller<'c, State<T>>) -> Self {
        Self(caller)
    }

    /// What the embedder gave the instance.
    pub fn data(&self) -> &T {
        &self.0.data().data
    }

    /// The same, to be changed.
    pub fn data_mut(&mut self) -> &mut T {
        &mut self.0.data_mut().data
    }

    fn memory(&self) -> Result<Memory> {
        self.0.data().memory.context("the memory is not there yet")
    }

    /// The `len` bytes at `ptr`.
    ///
    /// # Errors
    ///
    /// If they run past the end of memory.
    pub fn bytes(&self, ptr: u32, len: u32) -> Result<&[u8]> {
        text::read(self.memory()?.data(&self.0), ptr, len, "reading bytes")
    }

    /// The text of `len` bytes at `ptr`.
    ///
    /// # Errors
    ///
    /// If it runs past the end of memory or is not UTF-8.
    pub fn text(&self, ptr: u32, len: u32) -> Result<&str> {
        text::read_text(self.memory()?.data(&self.0), ptr, len)
    }

    /// The text however broken it is: for what must get through.
    pub(super) fn text_lossy(&self, ptr: u32, len: u32) -> Result<String> {
        Ok(text::read_lossy(self.memory()?.data(&self.0), ptr, len))
    }

    /// Writes `bytes` at `ptr`.
    ///
    /// # Errors
    ///
    /// If they run past the end of memory.
    pub fn write(&mut self, ptr: u32, bytes: &[u8]) -> Result<()> {
        text::write(self.memory()?.data_mut(&mut self.0), ptr, bytes, "writing bytes")
    }

    /// Tells the watcher, if there is one.
    pub(super) fn tell(&mut self, event: Event<'_>) {
        let State { data, watcher, .. } = self.0.data_mut();
        match (watcher, event) {
            (Some(watcher), event) => watcher(data, event),
            (None, Event::Line(line)) => println!("{line}"),
            (None, _) => {}
        }
    }

    /// Does something with the heap, which is in the memory and beside it.
    pub(super) fn with_heap<R>(&mut self, act: impl FnOnce(&mut Heap, &mut Self) -> Result<R>) -> Result<R> {
        let mut heap = std::mem::take(&mut self.0.data_mut().heap);
        let result = act(&mut heap, self);
        self.0.data_mut().heap = heap;
        result
    }
}

impl<T> fmt::Debug for Access<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

impl<T> heap::Memory for Access<'_, T> {
    fn len_bytes(&self) -> u64 {
        self.memory().map_or(0, |memory| memory.data_size(self.0.as_context()) as u64)
    }

    fn grow(&mut self, pages: u64) -> Result<Option<u64>> {
        let memory = self.memory()?;
        match memory.grow(self.0.as_context_mut(), pages) {
            Ok(old_pages) => Ok(Some(old_pages)),
            Err(error) => match error.downcast_ref::<Reached>() {
                Some(reached) => Err((*reached).into()),
                None => Ok(None),
            },
        }
    }

    fn copy(&mut self, from: Range<u64>, to: u64) {
        let index = |addr| usize::try_from(addr).unwrap_or(usize::MAX);
        if let Ok(memory) = self.memory() {
            memory.data_mut(&mut self.0).copy_within(index(from.start)..index(from.end), index(to));
        }
    }
}
