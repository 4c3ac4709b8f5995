//! The npm package `binaryen` behind one Node process. Its start is paid once,
//! on the first module, and not at all if the cache has every answer.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::exit::ToolFailed;

const SERVER: &str = include_str!("server.mjs");

/// The package, and the process that serves it once it is needed.
#[derive(Debug)]
pub(super) struct Service {
    package: PathBuf,
    version: String,
    process: Mutex<Option<Process>>,
}

#[derive(Debug)]
struct Process {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// A line of JSON, followed by `bytes` bytes of module.
#[derive(Serialize)]
struct Request<'a> {
    arguments: Vec<&'a str>,
    features: Vec<&'a str>,
    bytes: usize,
}

/// A line of JSON, followed by `bytes` bytes of module unless there is an error.
#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    bytes: usize,
    error: Option<String>,
}

impl Service {
    /// Reads the version of the package in that folder.
    pub(super) fn open(package: PathBuf) -> Result<Self> {
        #[derive(Deserialize)]
        struct Manifest {
            version: String,
        }
        let path = package.join("package.json");
        let text = std::fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let manifest: Manifest =
            serde_json::from_slice(&text).with_context(|| format!("{} is no package manifest", path.display()))?;
        let version = format!("npm binaryen {}", manifest.version);
        Ok(Self { package, version, process: Mutex::new(None) })
    }

    pub(super) fn version(&self) -> &str {
        &self.version
    }

    pub(super) fn optimize<'a>(
        &self,
        wasm: &[u8],
        arguments: &str,
        features: impl Iterator<Item = &'a str>,
    ) -> Result<Vec<u8>> {
        let mut slot = self.process.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut process = match slot.take() {
            Some(process) => process,
            None => self.start()?,
        };
        let request = Request {
            arguments: arguments.split_whitespace().collect(),
            features: features.collect(),
            bytes: wasm.len(),
        };
        let answer = process.ask(&request, wasm);
        match answer {
            Ok(Ok(optimized)) => {
                *slot = Some(process);
                Ok(optimized)
            }
            // Binaryen may be in any state after an error: the process goes, and
            // the next module gets a new one.
            Ok(Err(said)) => bail!(ToolFailed(format!("wasm-opt {arguments} failed ({}):\n{said}", self.version))),
            Err(error) => bail!(ToolFailed(format!("the Node process of {} ended: {error:#}", self.version))),
        }
    }

    fn start(&self) -> Result<Process> {
        let mut child = Command::new("node")
            .args(["--input-type=module", "--eval", SERVER])
            .arg(self.package.join("index.js"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| {
                ToolFailed(format!("node cannot be started: {error}\nnext step: install Node 20 or later"))
            })?;
        let requests = child.stdin.take().context("node has no standard input")?;
        let answers = BufReader::new(child.stdout.take().context("node has no standard output")?);
        Ok(Process { child, requests, answers })
    }
}

impl Process {
    fn ask(&mut self, request: &Request<'_>, wasm: &[u8]) -> Result<Result<Vec<u8>, String>> {
        serde_json::to_writer(&mut self.requests, request)?;
        self.requests.write_all(b"\n")?;
        self.requests.write_all(wasm)?;
        self.requests.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let answer: Answer = serde_json::from_str(&line).context("it gave no answer")?;
        if let Some(error) = answer.error {
            return Ok(Err(error));
        }
        let mut optimized = vec![0; answer.bytes];
        self.answers.read_exact(&mut optimized)?;
        Ok(Ok(optimized))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
