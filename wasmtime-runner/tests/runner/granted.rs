//! A granted folder with something of every kind in it, and what is answered about that.

use std::fs;

use crate::program::Place;
use crate::script::answers;

pub const EXIST: i64 = 20;
pub const ILSEQ: i64 = 25;
pub const ISDIR: i64 = 31;
pub const LOOP: i64 = 32;
pub const NOENT: i64 = 44;
pub const NOTDIR: i64 = 54;
pub const NOTEMPTY: i64 = 55;
pub const PERM: i64 = 63;

/// The types of files.
pub const FOLDER: i64 = 3;
pub const FILE: i64 = 4;
pub const LINK: i64 = 7;

/// A place with what can be in a granted folder.
pub fn place() -> Place {
    let place = Place::new();
    place.file("granted/file", "contents");
    place.file("granted/folder/inner", "inner");
    fs::create_dir(place.path().join("granted/empty")).unwrap();
    #[cfg(unix)]
    for (to, from) in [("file", "link"), ("nowhere", "dangling"), ("folder", "link-folder"), ("loop", "loop")] {
        std::os::unix::fs::symlink(to, place.path().join("granted").join(from)).unwrap();
    }
    place
}

/// Answers what steps of a script ask of a new place, and gives it.
#[track_caller]
pub fn answer(steps: &[(&str, i64)]) -> Place {
    let place = place();
    answers(&place, &["--dir", "granted"], steps);
    place
}

/// What is in a file of the granted folder.
pub fn text(place: &Place, path: &str) -> String {
    fs::read_to_string(place.path().join("granted").join(path)).unwrap()
}
