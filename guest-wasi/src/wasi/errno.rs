//! Why a call failed.

/// `errno` of preview 1, never 0: that is success.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Errno(u16);

impl Errno {
    /// Not now: the other end of a pipe has to read first.
    #[cfg(feature = "choice")]
    pub const AGAIN: Self = Self(6);
    /// Bad file descriptor.
    #[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
    pub const BADF: Self = Self(8);
    /// There is no such capability.
    #[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
    pub const NOTCAPABLE: Self = Self(76);

    /// What a call returned. The witx type is a `u16`, which comes as an `i32`.
    pub fn check(returned: i32) -> Result<(), Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "errno is a u16 in an i32")]
        match returned as u16 {
            0 => Ok(()),
            code => Err(Self(code)),
        }
    }

    /// The number, as the witx counts.
    #[cfg(feature = "choice")]
    pub fn code(self) -> u16 {
        self.0
    }

    /// Its name in the witx, if it is one that these commands may meet.
    #[cfg(feature = "choice")]
    pub fn name(self) -> &'static str {
        match self.0 {
            2 => "acces: permission denied",
            8 => "badf: bad file descriptor",
            20 => "exist: file exists",
            21 => "fault: bad address",
            25 => "ilseq: illegal byte sequence",
            28 => "inval: invalid argument",
            29 => "io: input or output failed",
            31 => "isdir: is a directory",
            32 => "loop: too many symbolic links",
            44 => "noent: no such file or directory",
            51 => "nospc: no space left",
            54 => "notdir: not a directory",
            58 => "notsup: not supported",
            63 => "perm: not permitted",
            64 => "pipe: broken pipe",
            69 => "rofs: read-only file system",
            76 => "notcapable: not granted",
            _ => "see `errno` in wasi_snapshot_preview1.witx",
        }
    }
}
