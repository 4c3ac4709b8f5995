//! Objects of the host, of which the guest has a number and no more.

use alloc::boxed::Box;
use alloc::vec::Vec;

// #region handle
#[link(wasm_import_module = "env")]
unsafe extern "C" {
    /// Calls the function of the host behind a handle.
    safe fn call(function: u32, value: f64);
    /// Says that the guest needs it no longer.
    safe fn handle_drop(function: u32);
}

/// A function of the host. It is dropped here, and so it is there.
#[repr(transparent)]
pub struct Function(u32);

impl Drop for Function {
    fn drop(&mut self) {
        handle_drop(self.0);
    }
}
// #endregion handle

pub struct Channel(Vec<Function>);

#[unsafe(no_mangle)]
extern "C" fn channel_new() -> Box<Channel> {
    Box::new(Channel(Vec::new()))
}

// #region channel
#[unsafe(no_mangle)]
extern "C" fn channel_subscribe(channel: &mut Channel, listener: Function) {
    channel.0.push(listener);
}

#[unsafe(no_mangle)]
extern "C" fn channel_send(channel: &Channel, value: f64) {
    for Function(handle) in &channel.0 {
        call(*handle, value);
    }
}
// #endregion channel

#[unsafe(no_mangle)]
extern "C" fn channel_free(_: Option<Box<Channel>>) {}
