//! What need not be made again: contents by their digest, and answers by the
//! digest of the question.
//!
//! Every file is written beside its place and then renamed into it, so a reader
//! sees all of it or nothing, and an interrupted run leaves no half of one.
//! Nothing here is trusted: a content that does not hash to its name, or an
//! answer that cannot be read, counts as absent and is made again.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::digest::Digest;

/// A folder of contents and answers.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// Opens the cache in `root`, making the folder if there is none.
    ///
    /// # Errors
    ///
    /// If the folder cannot be made.
    pub fn open(root: PathBuf) -> Result<Self> {
        for folder in ["contents", "answers"] {
            let folder = root.join(folder);
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("{} cannot be made: is it writable?", folder.display()))?;
        }
        Ok(Self { root })
    }

    /// Keeps `data` and gives its name.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn keep(&self, data: &[u8]) -> Result<Digest> {
        let digest = Digest::of(data);
        if !self.has_content(digest) {
            write_whole(&self.content_path(digest), data)?;
        }
        Ok(digest)
    }

    /// The content of that name, if it is here and intact.
    pub fn content(&self, digest: Digest) -> Option<Vec<u8>> {
        let data = std::fs::read(self.content_path(digest)).ok()?;
        (Digest::of(&data) == digest).then_some(data)
    }

    /// Whether the content of that name is here and intact.
    pub fn has_content(&self, digest: Digest) -> bool {
        self.content(digest).is_some()
    }

    /// The answer kept for `question`, if there is one that can be read.
    pub fn answer<T: DeserializeOwned>(&self, question: Digest) -> Option<T> {
        let text = std::fs::read(self.answer_path(question)).ok()?;
        serde_json::from_slice(&text).ok()
    }

    /// Keeps the answer to `question`.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn remember<T: Serialize>(&self, question: Digest, answer: &T) -> Result<()> {
        write_whole(&self.answer_path(question), &serde_json::to_vec(answer)?)
    }

    fn content_path(&self, digest: Digest) -> PathBuf {
        self.root.join("contents").join(format!("{digest}.wasm"))
    }

    fn answer_path(&self, question: Digest) -> PathBuf {
        self.root.join("answers").join(format!("{question}.json"))
    }
}

/// Writes a file so that others see all of it or what was there before.
///
/// # Errors
///
/// Names the file that cannot be written.
pub fn write_whole(path: &Path, data: &[u8]) -> Result<()> {
    write_whole_by(path, |file| Ok(file.write_all(data)?))
}

/// The same for what `write` writes, piece by piece.
///
/// # Errors
///
/// Names the file that cannot be written; or that of `write`.
pub fn write_whole_by(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let write = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".size-report-");
        #[cfg(unix)]
        {
            // A temporary file is private; what comes of it has the mode that
            // any other new file would get.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder)?;
        let mut buffered = BufWriter::new(&mut file);
        write(&mut buffered)?;
        buffered.flush()?;
        drop(buffered);
        file.persist(path).map_err(|error| error.error)?;
        anyhow::Ok(())
    };
    write().with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_content_counts_as_absent_and_can_be_kept_again() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().join("new")).unwrap();
        let digest = cache.keep(b"\0asm").unwrap();
        assert_eq!(cache.content(digest).unwrap(), b"\0asm");
        std::fs::write(cache.content_path(digest), b"\0as").unwrap();
        assert_eq!(cache.content(digest), None);
        assert_eq!(cache.keep(b"\0asm").unwrap(), digest);
        assert_eq!(cache.content(digest).unwrap(), b"\0asm");
    }

    #[test]
    fn a_damaged_answer_counts_as_absent() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::open(folder.path().to_owned()).unwrap();
        let question = Digest::of(b"?");
        assert_eq!(cache.answer::<u32>(question), None);
        cache.remember(question, &42).unwrap();
        assert_eq!(cache.answer::<u32>(question), Some(42));
        std::fs::write(cache.answer_path(question), b"4\"").unwrap();
        assert_eq!(cache.answer::<u32>(question), None);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let error = write_whole(Path::new("/proc/no/file"), b"").unwrap_err();
        assert_eq!(error.to_string(), "/proc/no/file cannot be written");
    }
}
