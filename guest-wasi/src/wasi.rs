//! The calls of WASI preview 1 that the commands use, one file each: the import
//! as it is, and a safe function over it. The signature above each import is that
//! of `wasi_snapshot_preview1.witx`.
//!
//! The contract is that of every call: the host reads and writes only the memory
//! that the pointers and lengths say, before the call returns, and answers an
//! [`Errno`].

mod errno;
mod fd_write;

#[cfg(feature = "choice")]
mod args_get;
#[cfg(feature = "clock")]
mod clock_res_get;
#[cfg(feature = "clock")]
mod clock_time_get;
#[cfg(feature = "env")]
mod environ_get;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
mod fd_close;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
mod fd_prestat_get;
#[cfg(feature = "cat")]
mod fd_read;
#[cfg(feature = "ls")]
mod fd_readdir;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
mod path_open;
#[cfg(feature = "choice")]
mod proc_exit;
#[cfg(feature = "random")]
mod random_get;
#[cfg(feature = "choice")]
mod sched_yield;
#[cfg(feature = "choice")]
mod strings;

pub use self::errno::Errno;
pub use self::fd_write::fd_write;

#[cfg(feature = "choice")]
pub use self::args_get::args;
#[cfg(feature = "clock")]
pub use self::clock_res_get::clock_res_get;
#[cfg(feature = "clock")]
pub use self::clock_time_get::clock_time_get;
#[cfg(feature = "env")]
pub use self::environ_get::environ;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
pub use self::fd_close::fd_close;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
pub use self::fd_prestat_get::preopened;
#[cfg(feature = "cat")]
pub use self::fd_read::fd_read;
#[cfg(feature = "ls")]
pub use self::fd_readdir::{Entry, Filetype, fd_readdir};
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
pub use self::path_open::{Oflags, Rights, path_open};
#[cfg(feature = "choice")]
pub use self::proc_exit::proc_exit;
#[cfg(feature = "random")]
pub use self::random_get::random_get;
#[cfg(feature = "choice")]
pub use self::sched_yield::sched_yield;
#[cfg(feature = "choice")]
pub use self::strings::Strings;

/// A file descriptor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fd(pub u32);

impl Fd {
    /// Standard output.
    #[allow(dead_code, reason = "`write` alone prints nothing")]
    pub const STDOUT: Self = Self(1);
    /// Standard error.
    #[cfg(feature = "choice")]
    pub const STDERR: Self = Self(2);
}

/// Which clock.
#[cfg(feature = "clock")]
#[derive(Clone, Copy)]
#[repr(u32)]
pub enum Clockid {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    Realtime = 0,
    /// Nanoseconds since some moment; never goes back.
    Monotonic = 1,
}
