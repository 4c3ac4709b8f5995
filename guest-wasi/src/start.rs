//! Where the host begins.

use crate::commands;

/// A command exports `_start`; the host calls it once. Returning from it is exit
/// code 0, any other one takes `proc_exit`.
#[expect(unsafe_code, reason = "exports a symbol by name")]
#[unsafe(no_mangle)]
extern "C" fn _start() {
    #[cfg(feature = "choice")]
    {
        let code = commands::chosen();
        if code != commands::OK {
            crate::wasi::proc_exit(code);
        }
    }
    #[cfg(not(feature = "choice"))]
    {
        // Of a greeting that nobody hears there is nobody to tell.
        let _ = commands::hello::run();
    }
}
