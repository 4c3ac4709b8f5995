//! What is outside of a grant cannot be reached, by whatever way: nothing of it is
//! read, written, or made.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::program::{Place, command, command_with};
use crate::script::answers;
use crate::system::{BADF, INVAL, NOTSOCK, SUCCESS};

const LOOP: i64 = 32;
const NOENT: i64 = 44;
const PERM: i64 = 63;

/// A folder `granted` beside `outside`, with links that lead from one into the
/// other, and a folder `other`.
fn place() -> Place {
    let place = Place::new();
    place.file("outside/secret", "secret");
    place.file("outside/folder/inner", "inner");
    place.file("granted/inside", "inside");
    place.file("granted/sub/file", "file");
    place.file("other/file", "other");
    let link = |to: &Path, from: &str| symlink(to, place.path().join("granted").join(from)).unwrap();
    link(&place.path().join("outside/secret"), "absolute");
    link(&place.path().join("outside"), "absolute-folder");
    link(Path::new("../outside/secret"), "relative");
    link(Path::new("../outside/new"), "dangling");
    link(Path::new("relative"), "chained");
    link(Path::new("sub/../../outside"), "folder");
    link(Path::new("folder"), "chained-folder");
    link(Path::new("inside"), "harmless");
    place
}

/// All that is in a folder: the contents of files, where links lead, how many names
/// each has, and when it was changed last.
fn everything(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, u64, i64, i64)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for path in entries.chain([folder.clone()]) {
            let about = path.symlink_metadata().unwrap();
            let contents = match about.file_type() {
                kind if kind.is_symlink() => fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
                kind if kind.is_file() => fs::read(&path).unwrap(),
                _ if path == folder => Vec::new(),
                _ => {
                    folders.push(path);
                    continue;
                }
            };
            all.insert(path, (contents, about.nlink(), about.mtime(), about.mtime_nsec()));
        }
    }
    all
}

/// What a guest is not to change, of `place`.
fn not_granted(place: &Place) -> impl PartialEq + std::fmt::Debug + use<> {
    ["outside", "other"].map(|folder| everything(&place.path().join(folder)))
}

/// Makes the calls, of which none is to change anything that is not granted to be
/// written.
#[track_caller]
fn denied<S: AsRef<str>>(grants: &[&str], steps: &[(S, i64)]) {
    let place = place();
    let before = not_granted(&place);
    let steps: Vec<(&str, i64)> = steps.iter().map(|(step, expected)| (step.as_ref(), *expected)).collect();
    answers(&place, grants, &steps);
    assert_eq!(not_granted(&place), before);
}

#[test]
fn what_is_granted_can_be_used() {
    for grants in [["--dir", "granted"], ["--dir", "granted::."], ["--dir", "granted::/any name"]] {
        denied(
            &grants,
            &[
                ("path_open 3 0 'inside' 0 READ 0 0 32", SUCCESS),
                ("path_open 3 FOLLOW 'harmless' 0 READ 0 0 32", SUCCESS),
                ("path_open 3 0 'sub/../inside' 0 READ 0 0 32", SUCCESS),
                ("path_open 3 0 'new' CREATE WRITE 0 0 32", SUCCESS),
                ("fd_write @32 VECTOR 1 64", SUCCESS),
            ],
        );
    }
}

#[test]
fn no_call_takes_a_path_that_leads_out() {
    let absolute = place().path().join("outside/secret").display().to_string();
    for path in [
        &absolute,
        "/etc/passwd",
        "../outside/secret",
        "./../outside/secret",
        "sub/../../outside/secret",
        "../granted/../outside/secret",
        "../granted/inside",
        "../outside/new",
        "folder/secret",
        "folder/new",
        "folder/folder",
        "chained-folder/secret",
        "absolute-folder/secret",
        "absolute-folder/new",
    ] {
        let steps = [
            format!("path_open 3 0 '{path}' 0 READ 0 0 32"),
            format!("path_open 3 FOLLOW '{path}' 0 READ 0 0 32"),
            format!("path_open 3 0 '{path}' 0 WRITE 0 0 32"),
            format!("path_open 3 0 '{path}' CREATE WRITE 0 0 32"),
            format!("path_open 3 0 '{path}' EMPTY WRITE 0 0 32"),
            format!("path_open 3 0 '{path}' CREATE|EXCLUSIVE WRITE 0 0 32"),
            format!("path_open 3 0 '{path}' FOLDER READ 0 0 32"),
            format!("path_create_directory 3 '{path}'"),
            format!("path_filestat_get 3 0 '{path}' 64"),
            format!("path_filestat_get 3 FOLLOW '{path}' 64"),
            format!("path_filestat_set_times 3 0 '{path}' 0 0 5"),
            format!("path_link 3 0 '{path}' 3 'twin'"),
            format!("path_link 3 0 'inside' 3 '{path}'"),
            format!("path_readlink 3 '{path}' 1024 64 64"),
            format!("path_remove_directory 3 '{path}'"),
            format!("path_rename 3 '{path}' 3 'moved'"),
            format!("path_rename 3 'inside' 3 '{path}'"),
            format!("path_symlink 'inside' 3 '{path}'"),
            format!("path_unlink_file 3 '{path}'"),
        ];
        denied(&["--dir", "granted"], &steps.map(|step| (step, PERM)));
    }
}

#[test]
fn the_folder_above_is_not_there() {
    let steps = [
        ("path_open 3 0 '..' FOLDER READ 0 0 32", PERM),
        ("path_open 3 0 'sub/../..' FOLDER READ 0 0 32", PERM),
        ("path_filestat_get 3 0 '..' 64", PERM),
        ("path_filestat_get 3 0 '/' 64", PERM),
        ("path_open 3 0 '' 0 READ 0 0 32", NOENT),
        ("path_open 3 0 'sub' FOLDER READ 0 0 32", SUCCESS),
        ("path_open @32 0 '..' FOLDER READ 0 0 36", PERM),
        ("path_open @32 0 '../inside' 0 READ 0 0 36", PERM),
    ];
    denied(&["--dir", "granted"], &steps);
}

#[test]
fn a_link_that_leads_out_is_not_followed() {
    for link in ["absolute", "relative", "chained", "dangling"] {
        let steps = [
            (format!("path_open 3 FOLLOW '{link}' 0 READ 0 0 32"), PERM),
            (format!("path_open 3 FOLLOW '{link}' 0 WRITE 0 0 32"), PERM),
            (format!("path_open 3 FOLLOW '{link}' CREATE WRITE 0 0 32"), PERM),
            (format!("path_open 3 FOLLOW '{link}' EMPTY WRITE 0 0 32"), PERM),
            (format!("path_open 3 0 '{link}' 0 READ 0 0 32"), LOOP),
            (format!("path_open 3 0 '{link}' CREATE WRITE 0 0 32"), LOOP),
            (format!("path_filestat_get 3 FOLLOW '{link}' 64"), PERM),
            (format!("path_filestat_set_times 3 FOLLOW '{link}' 0 0 5"), PERM),
            (format!("path_link 3 FOLLOW '{link}' 3 'twin'"), INVAL),
            // What is done to the link itself stays within the grant.
            (format!("path_link 3 0 '{link}' 3 'twin'"), SUCCESS),
            ("path_open 3 FOLLOW 'twin' 0 READ 0 0 32".to_owned(), PERM),
            (format!("path_rename 3 'inside' 3 '{link}'"), SUCCESS),
            (format!("path_unlink_file 3 '{link}'"), SUCCESS),
        ];
        denied(&["--dir", "granted"], &steps);
    }
    let steps = [
        ("path_symlink '/etc/passwd' 3 'made'", PERM),
        ("path_symlink '../outside/secret' 3 'made'", SUCCESS),
        ("path_open 3 FOLLOW 'made' 0 READ 0 0 32", PERM),
        ("path_open 3 FOLLOW 'made' CREATE WRITE 0 0 32", PERM),
    ];
    denied(&["--dir", "granted"], &steps);
}

#[test]
fn without_a_grant_there_is_no_folder() {
    let steps = [
        ("path_open 3 0 'inside' 0 READ 0 0 32", BADF),
        ("path_open 0 0 'inside' 0 READ 0 0 32", BADF),
        ("fd_prestat_get 3 64", BADF),
    ];
    denied(&[], &steps);
}

#[test]
fn nothing_is_moved_or_linked_from_one_grant_to_one_that_is_only_read() {
    let steps = [
        ("path_rename 3 'inside' 4 'file'", PERM),
        ("path_rename 3 'inside' 4 'new'", PERM),
        ("path_rename 4 'file' 3 'inside'", PERM),
        ("path_rename 4 'file' 3 'new'", PERM),
        ("path_link 3 0 'inside' 4 'new'", PERM),
        ("path_link 4 0 'file' 3 'new'", PERM),
        // It is still there.
        ("path_open 3 0 'inside' 0 READ 0 0 32", SUCCESS),
        ("path_filestat_get 3 0 'new' 64", NOENT),
    ];
    denied(&["--dir", "granted", "--dir", "other:ro"], &steps);
}

#[test]
fn a_folder_that_is_granted_to_be_read_is_not_written() {
    let steps = [
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("fd_read @32 VECTOR 1 64", SUCCESS),
        ("fd_write @32 VECTOR 1 64", BADF),
        ("fd_pwrite @32 VECTOR 1 0 64", BADF),
        ("fd_filestat_set_size @32 0", PERM),
        ("fd_filestat_set_times @32 0 0 5", PERM),
        ("fd_filestat_set_times 3 0 0 5", PERM),
        ("path_open 3 0 'file' 0 WRITE 0 0 32", PERM),
        ("path_open 3 0 'file' 0 READ|WRITE 0 0 32", PERM),
        ("path_open 3 0 'file' 0 READ 0 APPEND 32", SUCCESS),
        ("fd_write @32 VECTOR 1 64", BADF),
        ("path_open 3 0 'file' EMPTY READ 0 0 32", PERM),
        ("path_open 3 0 'file' EMPTY WRITE 0 0 32", PERM),
        ("path_open 3 0 'new' CREATE READ 0 0 32", PERM),
        ("path_open 3 0 'new' CREATE WRITE 0 0 32", PERM),
        ("path_open 3 0 '.' FOLDER READ 0 0 32", SUCCESS),
        ("path_open @32 0 'new' CREATE WRITE 0 0 36", PERM),
        ("path_create_directory 3 'new'", PERM),
        ("path_filestat_set_times 3 0 'file' 0 0 5", PERM),
        ("path_link 3 0 'file' 3 'new'", PERM),
        ("path_remove_directory 3 'folder'", PERM),
        ("path_rename 3 'file' 3 'new'", PERM),
        ("path_symlink 'file' 3 'new'", PERM),
        ("path_unlink_file 3 'file'", PERM),
    ];
    denied(&["--dir", "other::.:ro"], &steps);
}

#[test]
fn variables_are_those_that_are_named() {
    let place = Place::new();
    // The number of variables is the exit code.
    place.file(
        "count.wat",
        command(
            "(drop (call $environ_sizes_get (i32.const 0) (i32.const 4))) (call $proc_exit (i32.load (i32.const 0)))",
        ),
    );
    let count = |args: &[&str]| {
        let mut program = place.program([&["run"], args, &["count.wat"]].concat());
        program.env("SECRET", "1").env("OTHER", "2").output().unwrap().status.code()
    };
    assert_eq!(count(&[]), Some(0));
    assert_eq!(count(&["--env", "A=1", "--env", "B="]), Some(2));
    assert_eq!(count(&["--env", "A=1", "--env", "A=2"]), Some(1));
    assert_eq!(count(&["--env", "SECRET"]), Some(1));
    assert!(count(&["--inherit-env"]) >= Some(2));
}

#[test]
fn there_is_no_network() {
    // A connection that the runner has, as one that is started by a server may.
    let (_client, server) = std::os::unix::net::UnixStream::pair().unwrap();
    let place = place();
    place.file(
        "accept.wat",
        command("(call $proc_exit (call $sock_recv (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 8) (i32.const 12)))"),
    );
    let mut program = place.program(["run", "accept.wat"]);
    let run = program.stdin(std::os::fd::OwnedFd::from(server)).output().unwrap();
    assert_eq!(run.status.code(), Some(57), "notsock");
    let steps = [
        ("sock_accept 3 0 64", NOTSOCK),
        ("sock_accept 99 0 64", BADF),
        ("sock_send 3 VECTOR 1 0 64", NOTSOCK),
        ("sock_shutdown 3 3", NOTSOCK),
    ];
    denied(&["--dir", "granted"], &steps);
    place.file(
        "connect.wat",
        r#"(module (import "wasi_snapshot_preview1" "sock_connect" (func)) (func (export "_start")))"#,
    );
    place.run(["run", "connect.wat"]).says(2, "wasi_snapshot_preview1.sock_connect");
}

#[test]
fn a_link_that_is_swapped_while_it_is_opened_never_leads_out() {
    let place = place();
    let granted = place.path().join("granted");
    let before = not_granted(&place);
    // 10,000 times, `swap` is opened and read, and `swap-to/new` is made, written and
    // removed. Wherever it could be read, the first byte has to be the one of `inside`:
    // the exit code says whether another one was seen.
    let body = r#"
        (local $round i32)
        (i32.store (i32.const 16) (i32.const 64)) (i32.store (i32.const 20) (i32.const 1))
        (loop $again
          (if (i32.eqz (call $path_open (i32.const 3) (i32.const 1) (i32.const 256) (i32.const 4) (i32.const 0)
              (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
            (then
              (i32.store8 (i32.const 64) (i32.const 0))
              (drop (call $fd_read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24)))
              (drop (call $fd_close (i32.load (i32.const 0))))
              (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 115)) (then (call $proc_exit (i32.const 99))))))
          (if (i32.eqz (call $path_open (i32.const 3) (i32.const 1) (i32.const 260) (i32.const 11) (i32.const 1)
              (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 0)))
            (then
              (drop (call $fd_write (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24)))
              (drop (call $fd_close (i32.load (i32.const 0))))))
          (drop (call $path_unlink_file (i32.const 3) (i32.const 260) (i32.const 11)))
          (br_if $again (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 10000))))"#;
    place.file("race.wat", command_with("swapswap-to/new", body));
    let done = AtomicBool::new(false);
    let swaps = std::thread::scope(|scope| {
        let swapper = scope.spawn(|| {
            let mut swaps = 0_u32;
            while !done.load(Ordering::Relaxed) {
                for (from, to) in
                    [("swap", "inside"), ("swap-to", "sub"), ("swap", "../outside/secret"), ("swap-to", "../outside")]
                {
                    let new = granted.join("new-link");
                    symlink(to, &new).unwrap();
                    fs::rename(&new, granted.join(from)).unwrap();
                    swaps += 1;
                }
            }
            swaps
        });
        let run = place.run(["run", "--dir", "granted", "race.wat"]);
        done.store(true, Ordering::Relaxed);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        swapper.join().unwrap()
    });
    assert!(swaps > 100, "{swaps}: the links were hardly ever swapped");
    assert_eq!(not_granted(&place), before);
}
