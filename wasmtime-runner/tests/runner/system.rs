//! Each call of the system that guest-wasi uses: that it works, and what it
//! answers to a bad descriptor, to a buffer that is too short, and to a pointer
//! that leads out of the memory.

use crate::program::{Place, command_with};

const SUCCESS: i32 = 0;
const BADF: i32 = 8;
/// A pointer that leads out of the memory ends the guest, as an access of its own
/// there would.
const TRAP: i32 = 134;
const NOTDIR: i32 = 54;
const NAMETOOLONG: i32 = 37;

/// An address of which the last bytes are outside of the one page of memory.
const OUT: &str = "(i32.const 65534)";

/// Runs `calls`, of which the last one's result is the exit code, in a place
/// with a granted folder that has the file `file` in it.
fn errno(calls: &str) -> i32 {
    let place = Place::new();
    place.file("granted/file", "contents");
    // At 256 the name `file`, at 264 a vector of 8 bytes at 512.
    let (last, before) = match calls.rsplit_once(";;") {
        Some((before, last)) => (last, before),
        None => (calls, ""),
    };
    let text = command_with(
        "file\\00\\00\\00\\00\\00\\02\\00\\00\\08\\00\\00\\00",
        &format!("{before} (call $proc_exit {last})"),
    );
    place.file("probe.wat", text);
    let run = place.run(["run", "--dir", "granted", "--env", "A=1", "probe.wat", "argument"]);
    match run.code {
        Some(TRAP) => assert!(run.stderr.contains("a call of the host failed: "), "{}", run.stderr),
        _ => assert_eq!(run.stderr, "", "{calls}"),
    }
    run.code.unwrap()
}

#[track_caller]
fn answers(calls: &str, expected: i32) {
    assert_eq!(errno(calls), expected, "{calls}");
}

#[test]
fn arguments() {
    answers("(call $args_sizes_get (i32.const 0) (i32.const 4))", SUCCESS);
    answers(&format!("(call $args_sizes_get {OUT} (i32.const 4))"), TRAP);
    answers("(call $args_get (i32.const 0) (i32.const 64))", SUCCESS);
    answers(&format!("(call $args_get (i32.const 0) {OUT})"), TRAP);
    // Two arguments: the name of the module and one more, with a zero each.
    answers("(drop (call $args_sizes_get (i32.const 0) (i32.const 4)));;(i32.load (i32.const 0))", 2);
    answers("(drop (call $args_sizes_get (i32.const 0) (i32.const 4)));;(i32.load (i32.const 4))", 10 + 9);
}

#[test]
fn the_environment() {
    answers("(call $environ_sizes_get (i32.const 0) (i32.const 4))", SUCCESS);
    answers(&format!("(call $environ_sizes_get (i32.const 0) {OUT})"), TRAP);
    answers("(call $environ_get (i32.const 0) (i32.const 64))", SUCCESS);
    answers(&format!("(call $environ_get {OUT} (i32.const 64))"), TRAP);
    answers("(drop (call $environ_get (i32.const 0) (i32.const 64)));;(i32.load8_u (i32.const 66))", i32::from(b'1'));
}

#[test]
fn clocks() {
    for call in ["clock_res_get (i32.const 0)", "clock_time_get (i32.const 1) (i64.const 1)"] {
        answers(&format!("(call ${call} (i32.const 0))"), SUCCESS);
        answers(&format!("(call ${call} {OUT})"), TRAP);
    }
    // There is no such clock, so this is no value of the type.
    answers("(call $clock_res_get (i32.const 9) (i32.const 0))", TRAP);
}

#[test]
fn random_bytes() {
    answers("(call $random_get (i32.const 0) (i32.const 65536))", SUCCESS);
    answers("(call $random_get (i32.const 0) (i32.const 0))", SUCCESS);
    answers("(call $random_get (i32.const 1) (i32.const 65536))", TRAP);
}

#[test]
fn writing() {
    answers("(call $fd_write (i32.const 1) (i32.const 264) (i32.const 0) (i32.const 0))", SUCCESS);
    answers("(call $fd_write (i32.const 99) (i32.const 264) (i32.const 1) (i32.const 0))", BADF);
    answers(&format!("(call $fd_write (i32.const 1) {OUT} (i32.const 1) (i32.const 0))"), TRAP);
    let vector_out = "(i32.store (i32.const 264) (i32.const 65530))";
    answers(&format!("{vector_out};;(call $fd_write (i32.const 1) (i32.const 264) (i32.const 1) (i32.const 0))"), TRAP);
}

#[test]
fn reading() {
    let open =
        "(drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 256) (i32.const 4) (i32.const 0) (i64.const 2)
        (i64.const 0) (i32.const 0) (i32.const 0)));;";
    let open = open.trim_end_matches(";;");
    let read = "(call $fd_read (i32.load (i32.const 0)) (i32.const 264) (i32.const 1) (i32.const 8))";
    answers(&format!("{open};;{read}"), SUCCESS);
    answers(&format!("{open} (drop {read});;(i32.load (i32.const 8))"), 8);
    answers(&format!("{open} (drop {read});;(i32.load8_u (i32.const 512))"), i32::from(b'c'));
    answers(&format!("{open} (drop {read}) (drop {read});;(i32.load (i32.const 8))"), 0);
    answers("(call $fd_read (i32.const 99) (i32.const 264) (i32.const 1) (i32.const 0))", BADF);
    answers(&format!("{open};;(call $fd_read (i32.load (i32.const 0)) {OUT} (i32.const 1) (i32.const 8))"), TRAP);
}

#[test]
fn listing() {
    answers("(call $fd_readdir (i32.const 3) (i32.const 1024) (i32.const 1024) (i64.const 0) (i32.const 0))", SUCCESS);
    // Cut off after as many bytes as there are; a buffer of none is answered too.
    answers(
        "(drop (call $fd_readdir (i32.const 3) (i32.const 1024) (i32.const 10) (i64.const 0) (i32.const 0)));;(i32.load (i32.const 0))",
        10,
    );
    answers("(call $fd_readdir (i32.const 99) (i32.const 1024) (i32.const 1024) (i64.const 0) (i32.const 0))", BADF);
    answers(&format!("(call $fd_readdir (i32.const 3) {OUT} (i32.const 1024) (i64.const 0) (i32.const 0))"), TRAP);
    answers("(call $fd_readdir (i32.const 1) (i32.const 1024) (i32.const 1024) (i64.const 0) (i32.const 0))", BADF);
}

#[test]
fn granted_folders() {
    answers("(call $fd_prestat_get (i32.const 3) (i32.const 0))", SUCCESS);
    answers("(call $fd_prestat_get (i32.const 4) (i32.const 0))", BADF);
    answers(&format!("(call $fd_prestat_get (i32.const 3) {OUT})"), TRAP);
    answers("(call $fd_prestat_dir_name (i32.const 3) (i32.const 0) (i32.const 7))", SUCCESS);
    answers("(call $fd_prestat_dir_name (i32.const 3) (i32.const 0) (i32.const 3))", NAMETOOLONG);
    answers(&format!("(call $fd_prestat_dir_name (i32.const 3) {OUT} (i32.const 7))"), TRAP);
}

#[test]
fn opening_and_closing() {
    let open = |fd: &str, path: &str, oflags: u32, result: &str| {
        format!(
            "(call $path_open {fd} (i32.const 0) {path} (i32.const 4) (i32.const {oflags}) (i64.const 2) (i64.const 0) (i32.const 0)
              {result})"
        )
    };
    let [fd, path, result] = ["(i32.const 3)", "(i32.const 256)", "(i32.const 0)"];
    answers(&open(fd, path, 0, result), SUCCESS);
    answers(&open(fd, path, 2, result), NOTDIR);
    answers(&open("(i32.const 99)", path, 0, result), BADF);
    answers(&open("(i32.const 1)", path, 0, result), BADF);
    answers(&open(fd, OUT, 0, result), TRAP);
    answers("(call $fd_close (i32.const 99))", BADF);
    answers("(drop (call $fd_close (i32.const 3)));;(call $fd_close (i32.const 3))", BADF);
}
