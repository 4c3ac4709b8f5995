//! What the calls for open files do, at their corners: what the public conformance
//! modules of preview 1 look at.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::granted::{EXIST, FILE, ILSEQ, ISDIR, NOENT, NOTDIR, answer, text};
use crate::system::{BADF, INVAL, NAMETOOLONG, NOTSUP, SUCCESS};

#[test]
fn a_file_is_opened_made_and_emptied_as_the_flags_say() {
    let place = answer(&[
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 'new' 0 READ 0 0 32", NOENT),
        ("path_open 3 0 'new' CREATE WRITE 0 0 32", SUCCESS),
        ("path_open 3 0 'file' CREATE READ 0 0 32", SUCCESS),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 96", 8),
        ("path_open 3 0 'file' CREATE|EXCLUSIVE WRITE 0 0 32", EXIST),
        ("path_open 3 0 'only' CREATE|EXCLUSIVE WRITE 0 0 32", SUCCESS),
        ("path_open 3 0 'file' EMPTY WRITE 0 0 32", SUCCESS),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 96", 0),
        ("path_open 3 0 'file' FOLDER READ 0 0 32", NOTDIR),
        ("path_open 3 0 'folder' FOLDER READ 0 0 32", SUCCESS),
        ("path_open 3 0 'folder' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 'folder' 0 WRITE 0 0 32", ISDIR),
        ("path_open 3 0 'new-folder' CREATE|FOLDER READ 0 0 32", INVAL),
        ("path_open 3 0 'file/' 0 READ 0 0 32", NOTDIR),
        ("path_open 3 0 'file/inner' 0 READ 0 0 32", NOTDIR),
        ("path_open 3 0 'folder/' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 'folder/../file' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 '.' FOLDER READ 0 0 32", SUCCESS),
        ("path_open @32 0 'file' 0 READ 0 0 36", SUCCESS),
        ("path_open @36 0 'file' 0 READ 0 0 32", NOTDIR),
        ("path_open 3 0 '' 0 READ 0 0 32", NOENT),
    ]);
    assert_eq!(text(&place, "new"), "");
    assert_eq!(text(&place, "file"), "");
}

#[test]
fn a_path_that_is_no_text_or_too_long_is_refused() {
    let long = format!("path_open 3 0 '{}' 0 READ 0 0 32", "n".repeat(256));
    answer(&[
        (&long, NAMETOOLONG),
        ("path_open 3 0 'fi\0le' 0 READ 0 0 32", INVAL),
        ("path_create_directory 3 'fi\0le'", INVAL),
        ("path_unlink_file 3 'file\0'", INVAL),
        ("poke32 64 255", 0),
        ("path_open 3 0 64 1 0 READ 0 0 32", ILSEQ),
    ]);
}

#[test]
fn what_is_written_is_read_again_at_its_place() {
    let place = answer(&[
        ("path_open 3 0 'new' CREATE READ|WRITE 0 0 32", SUCCESS),
        ("poke64 1024 7", 0),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("peek32 64", 8),
        ("fd_tell @32 64", SUCCESS),
        ("peek64 64", 8),
        ("poke64 1024 0", 0),
        ("fd_read @32 VECTOR 1 64", SUCCESS),
        ("peek32 64", 0),
        ("fd_seek @32 -8 1 64", SUCCESS),
        ("peek64 64", 0),
        ("fd_read @32 VECTOR 1 64", SUCCESS),
        ("peek64 1024", 7),
        // At a place of its own, which leaves the other one as it is.
        ("poke64 1024 9", 0),
        ("fd_pwrite @32 VECTOR 1 16 64", SUCCESS),
        ("fd_tell @32 64", SUCCESS),
        ("peek64 64", 8),
        ("fd_pread @32 VECTOR 1 8 64", SUCCESS),
        ("peek64 1024", 0),
        ("fd_pread @32 VECTOR 1 16 64", SUCCESS),
        ("peek64 1024", 9),
        ("fd_pread @32 VECTOR 1 24 64", SUCCESS),
        ("peek32 64", 0),
        ("fd_pread @32 VECTOR 1 -1 64", INVAL),
    ]);
    assert_eq!(text(&place, "new").len(), 24);
}

#[test]
fn a_place_may_be_beyond_the_end_and_not_before_the_beginning() {
    let place = answer(&[
        ("path_open 3 0 'file' 0 READ|WRITE 0 0 32", SUCCESS),
        ("fd_seek @32 0 2 64", SUCCESS),
        ("peek64 64", 8),
        ("fd_seek @32 100 0 64", SUCCESS),
        ("fd_read @32 VECTOR 1 64", SUCCESS),
        ("peek32 64", 0),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 96", 8),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 96", 108),
        ("fd_seek @32 -1 0 64", INVAL),
        ("fd_seek @32 -109 1 64", INVAL),
        ("fd_seek @32 -109 2 64", INVAL),
        ("fd_tell @32 64", SUCCESS),
        ("peek64 64", 108),
        ("fd_seek 3 0 0 64", BADF),
        ("fd_tell 3 64", BADF),
    ]);
    assert_eq!(text(&place, "file").len(), 108);
}

#[test]
fn appending_writes_at_the_end() {
    let place = answer(&[
        ("path_open 3 0 'file' 0 READ|WRITE 0 APPEND 32", SUCCESS),
        ("fd_fdstat_get @32 64", SUCCESS),
        ("peek8 66", 1),
        ("poke64 1024 0x3837363534333231", 0),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("fd_seek @32 0 0 64", SUCCESS),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 96", 24),
        ("fd_fdstat_set_flags @32 0", SUCCESS),
        ("fd_fdstat_get @32 64", SUCCESS),
        ("peek8 66", 0),
        ("fd_seek @32 0 0 64", SUCCESS),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("fd_fdstat_set_flags @32 APPEND", SUCCESS),
        ("fd_write @32 VECTOR 1 64", SUCCESS),
        ("fd_fdstat_set_flags @32 2", INVAL),
        ("fd_fdstat_set_flags 3 0", BADF),
    ]);
    assert_eq!(text(&place, "file"), "12345678".repeat(4));
}

#[test]
fn rights_are_those_that_a_file_was_opened_with() {
    answer(&[
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("fd_write @32 VECTOR 1 64", BADF),
        ("fd_pwrite @32 VECTOR 1 0 64", BADF),
        ("fd_filestat_set_size @32 0", INVAL),
        ("path_open 3 0 'file' 0 WRITE 0 0 36", SUCCESS),
        ("fd_read @36 VECTOR 1 64", BADF),
        ("fd_pread @36 VECTOR 1 0 64", BADF),
        ("fd_fdstat_get @32 64", SUCCESS),
        ("peek8 64", FILE),
        ("fd_fdstat_set_rights @32 0 0", NOTSUP),
        ("fd_read 3 VECTOR 1 64", BADF),
        ("fd_write 3 VECTOR 1 64", BADF),
    ]);
}

#[test]
fn a_file_has_a_size_that_can_be_set() {
    let place = answer(&[
        ("path_open 3 0 'file' 0 READ|WRITE 0 0 32", SUCCESS),
        ("fd_filestat_set_size @32 4", SUCCESS),
        ("fd_filestat_set_size @32 6", SUCCESS),
        ("path_filestat_get 3 0 'file' 64", SUCCESS),
        ("peek64 96", 6),
        ("fd_filestat_set_size @32 -1", INVAL),
        ("fd_filestat_set_size 3 0", BADF),
        ("fd_allocate @32 0 100", NOTSUP),
        ("fd_advise @32 0 6 4", SUCCESS),
        ("fd_advise 3 0 0 0", BADF),
        ("fd_sync @32", SUCCESS),
        ("fd_datasync @32", SUCCESS),
    ]);
    assert_eq!(text(&place, "file"), "cont\0\0");
}

#[test]
fn times_are_set_as_the_flags_say() {
    let place = answer(&[
        ("path_open 3 0 'file' 0 READ|WRITE 0 0 32", SUCCESS),
        ("fd_filestat_set_times @32 1000000001 2000000002 5", SUCCESS),
        ("fd_filestat_get @32 64", SUCCESS),
        ("peek64 104", 1_000_000_001),
        ("peek64 112", 2_000_000_002),
        ("path_filestat_set_times 3 0 'file' 3000000003 0 1", SUCCESS),
        ("path_filestat_get 3 0 'file' 64", SUCCESS),
        ("peek64 104", 3_000_000_003),
        ("peek64 112", 2_000_000_002),
        ("fd_filestat_set_times @32 0 0 3", INVAL),
        ("fd_filestat_set_times @32 0 0 12", INVAL),
        ("path_filestat_set_times 3 0 'file' 0 0 3", INVAL),
        ("path_filestat_set_times 3 0 'nowhere' 0 0 5", NOENT),
        ("fd_filestat_set_times @32 0 0 10", SUCCESS),
        ("fd_filestat_set_times 3 0 0 0", SUCCESS),
    ]);
    let modified = fs::metadata(place.path().join("granted/file")).unwrap().modified().unwrap();
    assert!(SystemTime::now().duration_since(modified).unwrap() < Duration::from_secs(600), "{modified:?}");
}

#[test]
fn a_descriptor_takes_the_number_of_another_one() {
    answer(&[
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 'folder' FOLDER READ 0 0 36", SUCCESS),
        ("fd_renumber @32 @36", SUCCESS),
        ("fd_read @32 VECTOR 1 64", BADF),
        ("fd_read @36 VECTOR 1 64", SUCCESS),
        ("peek32 64", 8),
        // The number that is free is given again.
        ("path_open 3 0 'folder' FOLDER READ 0 0 40", SUCCESS),
        ("peek32 40", 4),
        ("fd_renumber @36 @36", SUCCESS),
        ("fd_renumber @36 99", BADF),
        ("fd_renumber 99 @36", BADF),
        // A granted folder too; what was granted is then no longer to be reached.
        ("fd_renumber @40 3", SUCCESS),
        ("fd_prestat_get 3 64", BADF),
        ("path_open 3 0 'inner' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 0 'file' 0 READ 0 0 32", NOENT),
    ]);
}
