//! What every plug-in is offered: the functions of `docs/host.md`.

use anyhow::Result;

use crate::plugin::access::{Access, Event};
use crate::plugin::panic::GuestPanic;

/// `env.malloc`.
pub(super) fn malloc<T>(guest: &mut Access<'_, T>, (size,): (u32,)) -> Result<u32> {
    let ptr = guest.with_heap(|heap, memory| heap.malloc(memory, size))?;
    guest.tell(Event::Malloc { size, ptr });
    Ok(ptr)
}

/// `env.free`.
pub(super) fn free<T>(guest: &mut Access<'_, T>, (ptr,): (u32,)) -> Result<()> {
    guest.with_heap(|heap, _| heap.free(ptr))?;
    guest.tell(Event::Free { ptr });
    Ok(())
}

/// `env.realloc`.
pub(super) fn realloc<T>(guest: &mut Access<'_, T>, (ptr, size): (u32, u32)) -> Result<u32> {
    let new_ptr = guest.with_heap(|heap, memory| heap.realloc(memory, ptr, size))?;
    guest.tell(Event::Realloc { ptr, size, new_ptr });
    Ok(new_ptr)
}

/// `env.send_line`.
pub(super) fn send_line<T>(guest: &mut Access<'_, T>, (ptr, len): (u32, u32)) -> Result<()> {
    let line = guest.text(ptr, len)?.to_owned();
    guest.tell(Event::Line(&line));
    Ok(())
}

/// `env.panic`. It ends the guest at once, as its `unreachable` would, but with the message.
pub(super) fn panic<T>(
    guest: &mut Access<'_, T>,
    (message, message_len, file, file_len, line, column): (u32, u32, u32, u32, u32, u32),
) -> Result<()> {
    let (message, file) = (guest.text_lossy(message, message_len)?, guest.text_lossy(file, file_len)?);
    Err(GuestPanic { message, file, line, column }.into())
}

/// `Math.random`.
pub(super) fn random<T>(_: &mut Access<'_, T>, (): ()) -> Result<f64> {
    Ok(fastrand::f64())
}
