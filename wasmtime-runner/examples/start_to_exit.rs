//! How long programs take from their start to their exit, in turn and with as little
//! around them as there can be: `tasks/bench-wasi.sh` runs it.
//!
//! ```sh
//! printf 'true\nsleep\t0.1\n' | start_to_exit 50
//! ```
//!
//! Each line of standard input is a command, whose arguments are separated by tabs. Each
//! line of standard output has the times of one command, in nanoseconds. Programs get
//! no input, and their output goes nowhere.

use std::io::{Error, stdin};
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() -> Result<(), Error> {
    let usage = || Error::other("usage: start_to_exit ROUNDS");
    let rounds: u32 = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).ok_or_else(usage)?;
    let lines = stdin().lines().collect::<Result<Vec<_>, _>>()?;
    let mut times = vec![Vec::new(); lines.len()];
    for round in 0..=rounds {
        for (line, times) in lines.iter().zip(&mut times) {
            let mut words = line.split('\t');
            let mut command = Command::new(words.next().unwrap_or_default());
            command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let start = Instant::now();
            command.status().map_err(|error| Error::other(format!("{line}: {error}")))?;
            let took = start.elapsed().as_nanos().to_string();
            // The first round brings files into memory, and fills caches.
            if round > 0 {
                times.push(took);
            }
        }
    }
    for times in times {
        println!("{}", times.join(" "));
    }
    Ok(())
}
