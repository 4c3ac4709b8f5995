//! What the calls for folders, names and links do, at their corners: what the public
//! conformance modules of preview 1 look at.

use std::fs;

use crate::granted::{EXIST, FILE, FOLDER, ISDIR, LINK, LOOP, NOENT, NOTDIR, NOTEMPTY, PERM, answer, place, text};
use crate::script::answers;
use crate::system::{BADF, INVAL, SUCCESS};

#[test]
fn a_folder_is_made_and_removed() {
    let place = answer(&[
        ("path_create_directory 3 'new'", SUCCESS),
        ("path_create_directory 3 'new'", EXIST),
        ("path_create_directory 3 'file'", EXIST),
        ("path_create_directory 3 'file/new'", NOTDIR),
        ("path_create_directory 3 'nowhere/new'", NOENT),
        ("path_create_directory 3 'new/inner/'", SUCCESS),
        ("path_remove_directory 3 'new'", NOTEMPTY),
        ("path_remove_directory 3 'new/inner/'", INVAL),
        ("path_remove_directory 3 'new/inner'", SUCCESS),
        ("path_remove_directory 3 'new'", SUCCESS),
        ("path_remove_directory 3 'new'", NOENT),
        ("path_remove_directory 3 'file'", NOTDIR),
        ("path_remove_directory 3 'link-folder'", NOTDIR),
        ("path_unlink_file 3 'empty'", ISDIR),
        ("path_unlink_file 3 'empty/'", ISDIR),
        ("path_unlink_file 3 'file/'", NOTDIR),
        ("path_unlink_file 3 'nowhere'", NOENT),
        ("path_unlink_file 3 'dangling'", SUCCESS),
        ("path_unlink_file 3 'link-folder'", SUCCESS),
        ("path_unlink_file 3 'file'", SUCCESS),
        ("path_unlink_file 3 'file'", NOENT),
    ]);
    assert_eq!(text(&place, "folder/inner"), "inner");
}

#[test]
fn a_file_that_is_open_outlives_its_name() {
    answer(&[
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("path_unlink_file 3 'file'", SUCCESS),
        ("fd_read @32 VECTOR 1 64", SUCCESS),
        ("peek32 64", 8),
        ("fd_close @32", SUCCESS),
        ("fd_close @32", BADF),
        ("fd_read @32 VECTOR 1 64", BADF),
    ]);
}

#[test]
fn renaming_replaces_what_may_be_replaced() {
    let place = answer(&[
        ("path_rename 3 'file' 3 'renamed'", SUCCESS),
        ("path_rename 3 'file' 3 'renamed'", NOENT),
        ("path_rename 3 'renamed' 3 'folder/inner'", SUCCESS),
        ("path_rename 3 'folder/inner' 3 'empty'", ISDIR),
        ("path_rename 3 'empty' 3 'folder'", NOTEMPTY),
        ("path_rename 3 'empty' 3 'folder/inner'", NOTDIR),
        ("path_rename 3 'folder' 3 'folder/inside'", INVAL),
        ("path_rename 3 'folder' 3 'empty'", SUCCESS),
        ("path_rename 3 'empty/inner' 3 'empty/inner'", SUCCESS),
        ("path_rename 3 'empty/inner/' 3 'inner'", NOTDIR),
        ("path_rename 3 'dangling' 3 'moved'", SUCCESS),
        ("path_filestat_get 3 0 'moved' 64", SUCCESS),
        ("peek8 80", LINK),
    ]);
    assert_eq!(text(&place, "empty/inner"), "contents");
}

#[test]
fn a_second_name_is_the_same_file() {
    let place = answer(&[
        ("path_link 3 0 'file' 3 'twin'", SUCCESS),
        ("path_filestat_get 3 0 'twin' 64", SUCCESS),
        ("path_filestat_get 3 0 'file' 128", SUCCESS),
        ("peek64 88", 2),
        ("path_link 3 0 'file' 3 'twin'", EXIST),
        ("path_link 3 0 'file' 3 'folder/'", EXIST),
        ("path_link 3 0 'nowhere' 3 'new'", NOENT),
        ("path_link 3 0 'folder' 3 'new'", PERM),
        ("path_link 3 FOLLOW 'link' 3 'new'", INVAL),
        ("path_link 3 0 'dangling' 3 'twin-link'", SUCCESS),
        ("path_filestat_get 3 0 'twin-link' 64", SUCCESS),
        ("peek8 80", LINK),
    ]);
    fs::write(place.path().join("granted/twin"), "changed").unwrap();
    assert_eq!(text(&place, "file"), "changed");
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_if_the_call_says_so() {
    let place = answer(&[
        ("path_open 3 0 'link' 0 READ 0 0 32", LOOP),
        ("path_open 3 FOLLOW 'link' 0 READ 0 0 32", SUCCESS),
        ("path_open 3 FOLLOW 'loop' 0 READ 0 0 32", LOOP),
        ("path_open 3 FOLLOW 'dangling' 0 READ 0 0 32", NOENT),
        ("path_open 3 0 'dangling' CREATE WRITE 0 0 32", LOOP),
        ("path_open 3 FOLLOW 'dangling' CREATE|EXCLUSIVE WRITE 0 0 32", EXIST),
        ("path_open 3 0 'link-folder' FOLDER READ 0 0 32", LOOP),
        ("path_open 3 FOLLOW 'link-folder' FOLDER READ 0 0 32", SUCCESS),
        ("path_open 3 0 'link-folder/inner' 0 READ 0 0 32", SUCCESS),
        ("path_filestat_get 3 0 'link' 64", SUCCESS),
        ("peek8 80", LINK),
        ("path_filestat_get 3 FOLLOW 'link' 64", SUCCESS),
        ("peek8 80", FILE),
        ("path_filestat_get 3 FOLLOW 'dangling' 64", NOENT),
        ("path_filestat_get 3 FOLLOW 'loop' 64", LOOP),
        ("path_filestat_get 3 0 'folder' 64", SUCCESS),
        ("peek8 80", FOLDER),
        ("path_filestat_get 3 0 'file/' 64", NOTDIR),
        ("path_readlink 3 'link' 1024 64 64", SUCCESS),
        ("peek32 64", 4),
        ("peek32 1024", i64::from(u32::from_le_bytes(*b"file"))),
        // Cut off after as many bytes as there are.
        ("path_readlink 3 'dangling' 1024 3 64", SUCCESS),
        ("peek32 64", 3),
        ("path_readlink 3 'file' 1024 64 64", INVAL),
        ("path_readlink 3 'nowhere' 1024 64 64", NOENT),
        ("path_symlink 'anywhere' 3 'made'", SUCCESS),
        ("path_symlink 'anywhere' 3 'made'", EXIST),
        ("path_symlink 'anywhere' 3 'file'", EXIST),
        ("path_symlink 'anywhere' 3 'file/'", NOTDIR),
        ("path_symlink '' 3 'none'", NOENT),
        ("path_open 3 FOLLOW 'dangling' CREATE WRITE 0 0 32", SUCCESS),
    ]);
    assert_eq!(text(&place, "nowhere"), "");
}

#[test]
fn a_folder_is_listed_from_cookie_to_cookie() {
    let place = place();
    for n in 0..20 {
        place.file(&format!("granted/many/entry-{n:02}"), "");
    }
    answers(
        &place,
        &["--dir", "granted"],
        &[
            ("path_open 3 0 'empty' FOLDER READ 0 0 32", SUCCESS),
            // Itself and the one above are there, even if nothing else is.
            ("fd_readdir @32 1024 1024 0 64", SUCCESS),
            ("peek32 64", 24 + 1 + 24 + 2),
            ("peek64 1024", 1),
            ("peek32 1040", 1),
            ("peek8 1044", FOLDER),
            ("peek8 1048", i64::from(b'.')),
            ("peek64 1049", 2),
            ("fd_readdir @32 1024 1024 2 64", SUCCESS),
            ("peek32 64", 0),
            ("fd_readdir @32 1024 1024 1000 64", SUCCESS),
            ("peek32 64", 0),
            ("path_open 3 0 'many' FOLDER READ 0 0 36", SUCCESS),
            ("fd_readdir @36 1024 2048 0 64", SUCCESS),
            ("peek32 64", 24 + 1 + 24 + 2 + 20 * (24 + 8)),
            // Cut off after as many bytes as there are, wherever that is.
            ("fd_readdir @36 1024 1 0 64", SUCCESS),
            ("peek32 64", 1),
            ("fd_readdir @36 1024 23 3 64", SUCCESS),
            ("peek32 64", 23),
            ("fd_readdir @36 1024 28 3 64", SUCCESS),
            ("peek32 64", 28),
            ("peek64 1024", 4),
            ("fd_readdir @36 1024 0 0 64", SUCCESS),
            ("peek32 64", 0),
            ("fd_readdir @36 1024 1024 21 64", SUCCESS),
            ("peek32 64", 24 + 8),
            ("path_open 3 0 'file' 0 READ 0 0 40", SUCCESS),
            ("fd_readdir @40 1024 1024 0 64", BADF),
        ],
    );
}
