//! What the program does: one file for each command. The first argument chooses,
//! unless `hello` is all there is.

#[cfg(feature = "args")]
mod args;
#[cfg(feature = "cat")]
mod cat;
#[cfg(feature = "clock")]
mod clock;
#[cfg(feature = "env")]
mod env;
#[cfg(feature = "fib")]
mod fib;
#[cfg(any(feature = "ls", feature = "cat", feature = "write"))]
mod granted;
#[cfg(feature = "hello")]
pub mod hello;
#[cfg(feature = "ls")]
mod ls;
#[cfg(feature = "random")]
mod random;
#[cfg(feature = "write")]
mod write;

#[cfg(feature = "choice")]
pub use self::choice::{OK, Problem, chosen, failed};

#[cfg(feature = "choice")]
mod choice {
    use crate::text::{Decimal, line, write_all};
    use crate::wasi::{self, Errno, Fd, Strings};

    /// It worked.
    pub const OK: u8 = 0;
    /// The system refused; standard error says what.
    const FAILED: u8 = 1;
    /// The arguments are not such as the program takes.
    const USAGE: u8 = 2;

    /// The commands that are in this build, and what they take.
    const COMMANDS: &[&str] = &[
        #[cfg(feature = "hello")]
        "hello",
        #[cfg(feature = "args")]
        "args [ANYTHING...]",
        #[cfg(feature = "env")]
        "env",
        #[cfg(feature = "ls")]
        "ls DIR",
        #[cfg(feature = "cat")]
        "cat FILE",
        #[cfg(feature = "write")]
        "write FILE TEXT",
        #[cfg(feature = "clock")]
        "clock",
        #[cfg(feature = "random")]
        "random COUNT",
        #[cfg(feature = "fib")]
        "fib N",
    ];

    /// Why a command did not do what it was to do.
    pub enum Problem<'a> {
        /// A call failed, on the thing of that name.
        Failed(&'a [u8], Errno),
        /// The arguments are wrong.
        Usage,
    }

    /// `failed(name)` as the argument of `map_err`.
    pub fn failed<'a>(name: &'a [u8]) -> impl FnOnce(Errno) -> Problem<'a> {
        move |errno| Problem::Failed(name, errno)
    }

    /// Runs the command that the arguments choose, and says with which code to
    /// exit.
    pub fn chosen() -> u8 {
        let args = wasi::args();
        let outcome = match &args {
            Ok(args) => run(args),
            Err(errno) => Err(Problem::Failed(b"arguments", *errno)),
        };
        // If nobody hears what is said, the exit code is left.
        match outcome {
            Ok(()) => OK,
            Err(Problem::Usage) => {
                let _ = usage();
                USAGE
            }
            Err(Problem::Failed(name, errno)) => {
                let number = Decimal::of(u64::from(errno.code()));
                let parts = [name, b": ", errno.name().as_bytes(), b" (errno ", number.text(), b")"];
                let _ = line(Fd::STDERR, &parts);
                FAILED
            }
        }
    }

    fn usage() -> Result<(), Errno> {
        write_all(Fd::STDERR, b"usage, one of:\n")?;
        COMMANDS.iter().try_for_each(|command| line(Fd::STDERR, &[b"  ", command.as_bytes()]))
    }

    fn run(args: &Strings) -> Result<(), Problem<'_>> {
        let mut args = args.iter().skip(1);
        let command = args.next().unwrap_or_default();
        #[cfg(feature = "args")]
        if command == b"args" {
            return super::args::run(args);
        }
        match (command, args.next(), args.next(), args.next()) {
            #[cfg(feature = "hello")]
            (b"hello", None, ..) => super::hello::run().map_err(failed(b"stdout")),
            #[cfg(feature = "env")]
            (b"env", None, ..) => super::env::run(),
            #[cfg(feature = "ls")]
            (b"ls", Some(folder), None, _) => super::ls::run(folder),
            #[cfg(feature = "cat")]
            (b"cat", Some(file), None, _) => super::cat::run(file),
            #[cfg(feature = "write")]
            (b"write", Some(file), Some(text), None) => super::write::run(file, text),
            #[cfg(feature = "clock")]
            (b"clock", None, ..) => super::clock::run(),
            #[cfg(feature = "random")]
            (b"random", Some(count), None, _) => super::random::run(count),
            #[cfg(feature = "fib")]
            (b"fib", Some(n), None, _) => super::fib::run(n),
            _ => Err(Problem::Usage),
        }
    }
}
