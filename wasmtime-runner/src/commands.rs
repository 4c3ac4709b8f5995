//! One file for each subcommand.

#[cfg(feature = "compiler")]
pub mod bench;
#[cfg(feature = "compiler")]
pub mod compile;
#[cfg(feature = "compiler")]
pub mod inspect;
#[cfg(feature = "compiler")]
pub mod plugin;
pub mod run;
