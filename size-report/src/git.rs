//! What git knows about the project. The only file that starts git.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::{Context, Result};

use crate::exit::ToolFailed;

/// The commit that is checked out in `folder`, with `-dirty` behind it if files
/// differ from it; nothing if there is no commit, or no git.
pub fn describe(folder: &Path) -> Option<String> {
    let arguments = ["describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"];
    let output = Command::new("git").args(arguments).current_dir(folder).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// A commit in which a file changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its hash.
    pub hash: String,
    /// When it was committed, as ISO 8601 has it.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// The file's path in it, from the top of the repository.
    pub path: String,
}

/// The commits that changed `file`, oldest first, across renames.
///
/// # Errors
///
/// [`ToolFailed`] with what git said.
pub fn log(file: &Path) -> Result<Vec<Commit>> {
    let file = std::path::absolute(file)?;
    let folder = existing_folder(&file);
    let mut command = Command::new("git");
    command.args(["-c", "core.quotePath=false", "log", "--follow", "--name-only", "--format=%x1e%H%x1f%cI%x1f%s"]);
    command.arg("--").arg(file.strip_prefix(folder).unwrap_or(&file)).current_dir(folder);
    let output = command.output().map_err(|error| cannot_start(&error))?;
    if !output.status.success() {
        return Err(ToolFailed(format!("git log failed:\n{}", String::from_utf8_lossy(&output.stderr))).into());
    }
    let mut commits: Vec<_> = String::from_utf8_lossy(&output.stdout).split('\x1e').filter_map(parse).collect();
    commits.reverse();
    Ok(commits)
}

fn parse(entry: &str) -> Option<Commit> {
    let (line, path) = entry.split_once('\n')?;
    let mut fields = line.split('\x1f').map(str::to_owned);
    let (hash, date, subject) = (fields.next()?, fields.next()?, fields.next()?);
    let path = path.trim_matches('\n').to_owned();
    (!path.is_empty()).then_some(Commit { hash, date, subject, path })
}

/// The folder of `file`, which may be gone, and its folder with it.
fn existing_folder(file: &Path) -> &Path {
    file.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(Path::new("/"))
}

/// What the file of each commit held, or nothing where it was deleted. One git
/// serves all.
///
/// # Errors
///
/// If git cannot be started or stops early.
pub fn contents(file: &Path, commits: &[Commit]) -> Result<Vec<Option<String>>> {
    let mut command = Command::new("git");
    command
        .args(["cat-file", "--batch"])
        .current_dir(existing_folder(&std::path::absolute(file)?))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot_start(&error))?;
    let questions: String = commits.iter().map(|commit| format!("{}:{}\n", commit.hash, commit.path)).collect();
    let mut stdin = child.stdin.take().context("git has no standard input")?;
    // git answers while it is asked, and neither side may wait for the other.
    let asking = thread::spawn(move || stdin.write_all(questions.as_bytes()));
    let mut answers = BufReader::new(child.stdout.take().context("git has no standard output")?);
    let mut contents = Vec::new();
    for _ in commits {
        let mut header = String::new();
        answers.read_line(&mut header)?;
        let length = header.trim_end().rsplit_once(" blob ").and_then(|(_, length)| length.parse::<usize>().ok());
        let Some(length) = length else {
            contents.push(None);
            continue;
        };
        let mut data = vec![0; length + 1];
        answers.read_exact(&mut data).context("git cat-file stopped early")?;
        data.pop();
        contents.push(Some(String::from_utf8_lossy(&data).into_owned()));
    }
    let _ = asking.join();
    child.wait()?;
    Ok(contents)
}

fn cannot_start(error: &std::io::Error) -> ToolFailed {
    ToolFailed(format!("git cannot be started: {error}\nnext step: install git"))
}

/// The top folder of the repository that `folder` is in.
pub fn top(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

/// The branch that is checked out in `folder`.
pub fn branch(folder: &Path) -> Option<String> {
    let output = Command::new("git").args(["symbolic-ref", "--short", "HEAD"]).current_dir(folder).output().ok()?;
    let name = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !name.trim().is_empty()).then(|| name.trim().to_owned())
}

/// A commit, checked out beside the repository until this is dropped.
#[derive(Debug)]
pub struct Worktree {
    top: PathBuf,
    path: PathBuf,
}

impl Worktree {
    /// Checks out `commit` of the repository at `top` to `path`.
    ///
    /// # Errors
    ///
    /// [`ToolFailed`] with what git said.
    pub fn add(top: &Path, path: &Path, commit: &str) -> Result<Self> {
        let mut command = Command::new("git");
        command.args(["worktree", "add", "--quiet", "--detach"]).arg(path).arg(commit).current_dir(top);
        let output = command.output().map_err(|error| cannot_start(&error))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(ToolFailed(format!("git cannot check out {commit}:\n{said}")).into());
        }
        Ok(Self { top: top.to_owned(), path: path.to_owned() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        // What stays of it, `git worktree prune` removes some day.
        let mut command = Command::new("git");
        command.args(["worktree", "remove", "--force"]).arg(&self.path).current_dir(&self.top);
        let _ = command.output();
    }
}
