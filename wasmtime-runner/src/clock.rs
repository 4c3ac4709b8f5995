//! The time that a guest is given.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::Engine;

use crate::exit;

/// How long a call of the host, which nothing can interrupt, may still take once
/// the time is up.
const GRACE: Duration = Duration::from_millis(50);

/// Stops the guest when its time is up. Dropping it stops the clock.
pub struct Clock(Option<mpsc::Sender<()>>);

impl Clock {
    /// Starts it: after `time`, stores of `engine` whose deadline is the next epoch are interrupted.
    pub fn start(engine: Engine, time: Duration) -> Self {
        let (sender, receiver) = mpsc::channel();
        let end = Instant::now() + time;
        thread::spawn(move || {
            let ended = |until: Instant| {
                let left = until.saturating_duration_since(Instant::now());
                receiver.recv_timeout(left) != Err(mpsc::RecvTimeoutError::Timeout)
            };
            if ended(end) {
                return;
            }
            engine.increment_epoch();
            if ended(end + GRACE) {
                return;
            }
            eprintln!(
                "wasmtime-runner: the guest was stopped in a call of the host: it ran longer than --timeout {time:?}"
            );
            std::process::exit(i32::from(exit::TIMEOUT));
        });
        Self(Some(sender))
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        drop(self.0.take());
    }
}
