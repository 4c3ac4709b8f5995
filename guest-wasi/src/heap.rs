//! The one `#[global_allocator]`: a command runs once and ends, so it bumps.

use alloc_shim::{Bump, LinearMemory, SingleThreaded};

#[global_allocator]
static HEAP: SingleThreaded<Bump<LinearMemory>> = SingleThreaded::new(Bump::new(LinearMemory));
