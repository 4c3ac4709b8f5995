//! What is outside of a grant cannot be reached, by whatever way.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::program::{Place, command, command_with};

const READ: &str = "(i64.const 2)";
const WRITE: &str = "(i64.const 64)";
const CREATE_AND_EMPTY: &str = "(i32.const 9)";
const EXISTING: &str = "(i32.const 0)";

/// A folder `granted` beside a file `outside/secret`, with links that lead out
/// of it.
fn place() -> Place {
    let place = Place::new();
    place.file("outside/secret", "secret");
    place.file("granted/inside", "inside");
    place.file("granted/sub/file", "file");
    place.file("other/file", "other");
    let link = |to: &Path, from: &str| symlink(to, place.path().join("granted").join(from)).unwrap();
    link(&place.path().join("outside/secret"), "absolute");
    link(Path::new("../outside/secret"), "relative");
    link(Path::new("relative"), "chained");
    link(Path::new("sub/../../outside"), "folder");
    link(Path::new("inside"), "harmless");
    place
}

/// Runs `call`, whose result is an errno, with the strings `from` and `to` at
/// 256 and 512, and says what it was.
fn errno(place: &Place, grants: &[&str], from: &str, to: &str, call: &str) -> i32 {
    let gap = "\\00".repeat(256 - from.len());
    let text = command_with(&format!("{from}{gap}{to}"), &format!("(call $proc_exit {call})"));
    place.file("probe.wat", text);
    let run = place.run([&["run"], grants, &["probe.wat"]].concat());
    run.code.filter(|_| run.stderr.is_empty()).unwrap_or_else(|| panic!("{call}: {}", run.stderr))
}

fn open(place: &Place, grants: &[&str], path: &str, oflags: &str, rights: &str) -> i32 {
    let length = path.len();
    let call = format!(
        "(call $path_open (i32.const 3) (i32.const 1) (i32.const 256) (i32.const {length}) {oflags} {rights} (i64.const 0)
          (i32.const 0) (i32.const 0))"
    );
    errno(place, grants, path, "", &call)
}

#[track_caller]
fn nothing_changed(place: &Place) {
    assert_eq!(fs::read_to_string(place.path().join("outside/secret")).unwrap(), "secret");
    let names: Vec<_> =
        fs::read_dir(place.path().join("outside")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["secret"]);
    assert_eq!(fs::read_to_string(place.path().join("other/file")).unwrap(), "other");
}

#[test]
fn what_is_granted_can_be_used() {
    let place = place();
    for grants in [["--dir", "granted"], ["--dir", "granted::."], ["--dir", "granted::/any name"]] {
        assert_eq!(open(&place, &grants, "inside", EXISTING, READ), 0);
        assert_eq!(open(&place, &grants, "harmless", EXISTING, READ), 0);
        assert_eq!(open(&place, &grants, "sub/../inside", EXISTING, READ), 0);
        assert_eq!(open(&place, &grants, "new", CREATE_AND_EMPTY, WRITE), 0);
    }
    assert!(place.path().join("granted/new").exists());
}

#[test]
fn no_path_leads_out_of_a_grant() {
    let place = place();
    let absolute = place.path().join("outside/secret").display().to_string();
    for path in [
        &absolute,
        "/etc/passwd",
        "..",
        "../outside/secret",
        "sub/../../outside/secret",
        "./../outside/secret",
        "absolute",
        "relative",
        "chained",
        "folder/secret",
        "folder/new",
        "../granted/../outside/new",
        "",
    ] {
        for (oflags, rights) in [(EXISTING, READ), (EXISTING, WRITE), (CREATE_AND_EMPTY, WRITE)] {
            let code = open(&place, &["--dir", "granted"], path, oflags, rights);
            assert!([28, 32, 44, 54, 63, 76].contains(&code), "{path}: {code}");
        }
        nothing_changed(&place);
    }
}

#[test]
fn without_a_grant_there_is_no_folder() {
    let place = place();
    assert_eq!(open(&place, &[], "inside", EXISTING, READ), 8, "badf");
}

#[test]
fn nothing_moves_or_is_linked_from_one_grant_to_what_is_not_granted() {
    let place = place();
    let grants = ["--dir", "granted", "--dir", "other:ro"];
    // From descriptor 3 to 4, which may only be read, and back; and out of both.
    for (what, call) in [
        (
            "rename into",
            "(call $path_rename (i32.const 3) (i32.const 256) (i32.const 6) (i32.const 4) (i32.const 512) (i32.const 4))",
        ),
        (
            "rename out of",
            "(call $path_rename (i32.const 4) (i32.const 512) (i32.const 4) (i32.const 3) (i32.const 256) (i32.const 6))",
        ),
        (
            "link into",
            "(call $path_link (i32.const 3) (i32.const 0) (i32.const 256) (i32.const 6) (i32.const 4) (i32.const 512) (i32.const 4))",
        ),
        (
            "link out of",
            "(call $path_link (i32.const 4) (i32.const 0) (i32.const 512) (i32.const 4) (i32.const 3) (i32.const 256) (i32.const 6))",
        ),
        ("unlink in", "(call $path_unlink_file (i32.const 4) (i32.const 512) (i32.const 4))"),
        ("make a folder in", "(call $path_create_directory (i32.const 4) (i32.const 256) (i32.const 6))"),
        ("remove a folder of", "(call $path_remove_directory (i32.const 4) (i32.const 512) (i32.const 4))"),
        (
            "make a link in",
            "(call $path_symlink (i32.const 256) (i32.const 6) (i32.const 4) (i32.const 256) (i32.const 6))",
        ),
        (
            "set times in",
            "(call $path_filestat_set_times (i32.const 4) (i32.const 0) (i32.const 512) (i32.const 4) (i64.const 0) (i64.const 0) (i32.const 5))",
        ),
    ] {
        let code = errno(&place, &grants, "inside", "file", call);
        assert!([2, 8, 58, 63, 69, 76].contains(&code), "{what}: {code}");
        nothing_changed(&place);
        assert_eq!(fs::read_to_string(place.path().join("granted/inside")).unwrap(), "inside", "{what}");
    }
    // With a path that leads out.
    for to in ["../outside/new", "folder/new"] {
        let length = to.len();
        let rename = format!(
            "(call $path_rename (i32.const 3) (i32.const 256) (i32.const 6) (i32.const 3) (i32.const 512) (i32.const {length}))"
        );
        let link = format!(
            "(call $path_link (i32.const 3) (i32.const 0) (i32.const 256) (i32.const 6) (i32.const 3) (i32.const 512) (i32.const {length}))"
        );
        for call in [rename, link] {
            assert_ne!(errno(&place, &["--dir", "granted"], "inside", to, &call), 0, "{call}");
            nothing_changed(&place);
        }
    }
    // A link that would lead out by itself.
    let absolute = "(call $path_symlink (i32.const 512) (i32.const 11) (i32.const 3) (i32.const 256) (i32.const 6))";
    assert_ne!(errno(&place, &["--dir", "granted"], "linked", "/etc/passwd", absolute), 0);
}

#[test]
fn a_folder_that_is_granted_to_be_read_is_not_written() {
    let place = place();
    let grants = ["--dir", "granted::.:ro"];
    assert_eq!(open(&place, &grants, "inside", EXISTING, READ), 0);
    for (path, oflags) in [("inside", EXISTING), ("inside", CREATE_AND_EMPTY), ("new", CREATE_AND_EMPTY)] {
        let code = open(&place, &grants, path, oflags, WRITE);
        assert!([2, 63, 69, 76].contains(&code), "{path}: {code}");
    }
    assert_eq!(fs::read_to_string(place.path().join("granted/inside")).unwrap(), "inside");
    assert!(!place.path().join("granted/new").exists());
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
    let place = Place::new();
    let accept = "(call $sock_accept (i32.const 3) (i32.const 0) (i32.const 0))";
    assert_eq!(errno(&place, &[], "", "", accept), 8, "badf: there is no socket");
    let place = self::place();
    let code = errno(&place, &["--dir", "granted"], "", "", accept);
    assert!([8, 57, 58].contains(&code), "{code}");
}

#[test]
fn a_link_that_is_swapped_while_it_is_opened_never_leads_out() {
    let place = place();
    let granted = place.path().join("granted");
    // Opens `swap` 10,000 times; wherever it could be read, the first byte has to
    // be the one of `inside`. The exit code says whether another one was seen.
    let body = r#"
        (local $round i32)
        (loop $again
          (if (i32.eqz (call $path_open (i32.const 3) (i32.const 1) (i32.const 256) (i32.const 4) (i32.const 0)
              (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
            (then
              (i32.store (i32.const 16) (i32.const 64)) (i32.store (i32.const 20) (i32.const 1))
              (i32.store8 (i32.const 64) (i32.const 0))
              (drop (call $fd_read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 24)))
              (drop (call $fd_close (i32.load (i32.const 0))))
              (if (i32.eq (i32.load8_u (i32.const 64)) (i32.const 115)) (then (call $proc_exit (i32.const 99))))))
          (br_if $again (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 10000))))"#;
    place.file("race.wat", command_with("swap", body));
    let done = AtomicBool::new(false);
    let swaps = std::thread::scope(|scope| {
        let swapper = scope.spawn(|| {
            let mut swaps = 0_u32;
            while !done.load(Ordering::Relaxed) {
                for to in ["inside", "../outside/secret"] {
                    let new = granted.join("new-link");
                    symlink(to, &new).unwrap();
                    fs::rename(&new, granted.join("swap")).unwrap();
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
    assert!(swaps > 100, "{swaps}: the link was hardly ever swapped");
}
