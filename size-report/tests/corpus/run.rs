//! The program, run on a file, with what it wrote and what it took.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a run wrote, and what it took.
pub struct Run {
    /// The exit code; nothing if a signal ended it.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: String,
    /// The most memory that it had at a time, in bytes; 0 where the system does
    /// not say.
    pub peak: u64,
    pub elapsed: Duration,
}

impl Run {
    /// Runs `size-report` with these arguments. What it writes goes to files, so
    /// that it never waits for a reader.
    pub fn of<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_size-report"));
        Self::of_command(command.args(arguments))
    }

    /// Runs any command.
    pub fn of_command(command: &mut Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let [stdout, stderr] = ["stdout", "stderr"].map(|name| folder.path().join(name));
        let begin = Instant::now();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(File::create(&stdout).unwrap())
            .stderr(File::create(&stderr).unwrap())
            .spawn()
            .unwrap();
        let status = Path::new("/proc").join(child.id().to_string()).join("status");
        let mut peak = 0;
        let code = loop {
            peak = high_water(&status).unwrap_or(peak);
            match child.try_wait().unwrap() {
                Some(status) => break status.code(),
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        let read = |path: &Path| fs::read(path).unwrap();
        let stderr = String::from_utf8_lossy(&read(&stderr)).into_owned();
        Self { code, stdout: read(&stdout), stderr, peak, elapsed: begin.elapsed() }
    }

    /// What it wrote, if it did what it was asked to.
    pub fn text(&self) -> Result<&str, String> {
        if self.code != Some(0) {
            return Err(format!("exit code {:?}: {}", self.code, self.stderr));
        }
        std::str::from_utf8(&self.stdout).map_err(|error| error.to_string())
    }
}

/// The line `VmHWM` of a process: it only ever grows, so that nothing is missed
/// between two looks at it.
fn high_water(status: &Path) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}
