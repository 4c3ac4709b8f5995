//! Each call of the system: what it answers to a descriptor that is none, and to an
//! address that leads out of the memory. What the calls for files do is in `files`.

use crate::program::{CALLS, Place};
use crate::script::{answers, traps};

pub const SUCCESS: i64 = 0;
pub const BADF: i64 = 8;
pub const INVAL: i64 = 28;
pub const NAMETOOLONG: i64 = 37;
pub const NOTSOCK: i64 = 57;
pub const NOTSUP: i64 = 58;

/// A place with the file `granted/file`.
fn place() -> Place {
    let place = Place::new();
    place.file("granted/file", "contents");
    place
}

const GRANTS: [&str; 2] = ["--dir", "granted"];

#[test]
fn a_descriptor_that_is_none_is_refused_by_every_call() {
    let place = place();
    let steps: Vec<String> = CALLS
        .iter()
        .filter(|(name, _)| ["fd_", "path_", "sock_"].iter().any(|prefix| name.starts_with(prefix)))
        .map(|(name, kinds)| match *name {
            "path_symlink" => "path_symlink 'to' 99 'from'".to_owned(),
            _ => format!("{name} 99{}", " 0".repeat(kinds.len() - 1)),
        })
        .collect();
    let mut steps: Vec<(&str, i64)> = steps.iter().map(|step| (step.as_str(), BADF)).collect();
    steps.extend([
        ("fd_renumber 3 99", BADF),
        ("path_link 3 0 'file' 99 'new'", BADF),
        ("path_rename 3 'file' 99 'new'", BADF),
    ]);
    answers(&place, &GRANTS, &steps);
}

#[test]
fn an_address_that_leads_out_of_the_memory_ends_the_guest() {
    let place = place();
    for step in [
        "args_get OUT 64",
        "args_get 0 OUT",
        "args_sizes_get OUT 4",
        "args_sizes_get 0 OUT",
        "clock_res_get 0 OUT",
        "clock_time_get 1 1 OUT",
        "environ_get OUT 64",
        "environ_get 0 OUT",
        "environ_sizes_get OUT 4",
        "environ_sizes_get 0 OUT",
        "fd_fdstat_get 3 OUT",
        "fd_filestat_get 3 OUT",
        "fd_pread @32 OUT 1 0 64",
        "fd_pread @32 VECTOR 1 0 OUT",
        "fd_prestat_dir_name 3 OUT 7",
        "fd_prestat_get 3 OUT",
        "fd_pwrite @32 OUT 1 0 64",
        "fd_pwrite @32 VECTOR 1 0 OUT",
        "fd_read @32 OUT 1 64",
        "fd_read @32 VECTOR 1 OUT",
        "fd_readdir 3 OUT 1024 0 64",
        "fd_readdir 3 1024 1024 0 OUT",
        "fd_seek @32 0 0 OUT",
        "fd_tell @32 OUT",
        "fd_write 1 OUT 1 64",
        "fd_write 1 VECTOR 1 OUT",
        "path_create_directory 3 OUT 4",
        "path_filestat_get 3 0 OUT 4 64",
        "path_filestat_get 3 0 'file' OUT",
        "path_filestat_set_times 3 0 OUT 4 0 0 0",
        "path_link 3 0 OUT 4 3 'new'",
        "path_link 3 0 'file' 3 OUT 4",
        "path_open 3 0 OUT 4 0 READ 0 0 64",
        "path_open 3 0 'file' 0 READ 0 0 OUT",
        "path_readlink 3 OUT 4 1024 64 64",
        "path_remove_directory 3 OUT 4",
        "path_rename 3 OUT 4 3 'new'",
        "path_rename 3 'file' 3 OUT 4",
        "path_symlink OUT 4 3 'new'",
        "path_symlink 'file' 3 OUT 4",
        "path_unlink_file 3 OUT 4",
        "poll_oneoff OUT 1024 1 64",
        "poll_oneoff 64 OUT 1 64",
        "poll_oneoff 64 1024 1 OUT",
        "random_get OUT 8",
    ] {
        traps(&place, &GRANTS, &["path_open 3 0 'file' 0 READ|WRITE 0 0 32", step]);
    }
    // A buffer that a vector names.
    let buffer = ["poke32 VECTOR OUT", "path_open 3 0 'file' 0 READ|WRITE 0 0 32"];
    for step in [
        "fd_write 1 VECTOR 1 64",
        "fd_read @32 VECTOR 1 64",
        "fd_pread @32 VECTOR 1 0 64",
        "fd_pwrite @32 VECTOR 1 0 64",
    ] {
        traps(&place, &GRANTS, &[&buffer[..], &[step]].concat());
    }
}

#[test]
fn a_value_that_its_type_does_not_have_ends_the_guest() {
    let place = place();
    for step in [
        "clock_res_get 9 0",
        "fd_advise @32 0 6 9",
        "fd_fdstat_set_flags @32 32",
        "fd_seek @32 0 3 64",
        "path_open 3 4 'file' 0 READ 0 0 64",
        "path_open 3 0 'file' 16 READ 0 0 64",
        "fd_filestat_set_times @32 0 0 16",
        "sock_shutdown 3 4",
    ] {
        traps(&place, &GRANTS, &["path_open 3 0 'file' 0 READ|WRITE 0 0 32", step]);
    }
}

#[test]
fn arguments_and_variables_are_written_with_their_lengths() {
    let steps = [
        ("args_sizes_get 0 4", SUCCESS),
        ("peek32 0", 2),
        // The name of the module and one more, with a zero each.
        ("peek32 4", 11 + 9),
        ("args_get 0 64", SUCCESS),
        ("peek32 4", 64 + 11),
        ("peek8 75", i64::from(b'a')),
        ("environ_sizes_get 0 4", SUCCESS),
        ("peek32 0", 1),
        ("peek32 4", 4),
        ("environ_get 0 64", SUCCESS),
        ("peek32 64", i64::from(u32::from_le_bytes(*b"A=1\0"))),
    ];
    answers(&Place::new(), &[], &steps);
}

#[test]
fn there_are_two_clocks_and_random_bytes() {
    let steps = [
        ("clock_res_get 0 0", SUCCESS),
        ("clock_res_get 1 0", SUCCESS),
        ("clock_time_get 0 1 0", SUCCESS),
        ("clock_time_get 1 1 0", SUCCESS),
        // Those of the process and of the thread are not there.
        ("clock_res_get 2 0", BADF),
        ("clock_time_get 3 1 0", BADF),
        ("random_get 0 4096", SUCCESS),
        ("random_get 0 0", SUCCESS),
        ("sched_yield", SUCCESS),
        ("proc_raise 6", NOTSUP),
    ];
    answers(&Place::new(), &[], &steps);
}

#[test]
fn there_is_no_socket() {
    let steps = [
        ("sock_accept 0 0 64", NOTSOCK),
        ("sock_recv 3 VECTOR 1 0 64 68", NOTSOCK),
        ("sock_send 1 VECTOR 1 0 64", NOTSOCK),
        ("sock_shutdown 3 3", NOTSOCK),
    ];
    answers(&place(), &GRANTS, &steps);
}

#[test]
fn a_granted_folder_has_a_name() {
    let steps = [
        ("fd_prestat_get 3 0", SUCCESS),
        ("peek8 0", 0),
        ("peek32 4", 7),
        ("fd_prestat_dir_name 3 64 7", SUCCESS),
        ("peek32 64", i64::from(u32::from_le_bytes(*b"gran"))),
        ("fd_prestat_dir_name 3 64 6", NAMETOOLONG),
        ("fd_prestat_get 4 0", BADF),
        ("fd_prestat_get 0 0", BADF),
        ("path_open 3 0 '.' FOLDER READ 0 0 32", SUCCESS),
        ("fd_prestat_get @32 0", BADF),
        ("fd_close 3", SUCCESS),
        ("fd_close 3", BADF),
        ("fd_prestat_get 3 0", BADF),
    ];
    answers(&place(), &GRANTS, &steps);
}

#[test]
fn standard_streams_are_no_terminal_and_no_files() {
    let steps = [
        ("fd_fdstat_get 0 64", SUCCESS),
        ("peek8 64", 0),
        ("peek64 72", 2),
        ("fd_fdstat_get 1 64", SUCCESS),
        ("peek8 64", 0),
        ("peek64 72", 64),
        ("fd_filestat_get 1 64", SUCCESS),
        ("peek64 96", 0),
        ("fd_seek 1 0 0 64", 70),
        ("fd_tell 0 64", 70),
        ("fd_pread 0 VECTOR 1 0 64", 70),
        ("fd_pwrite 1 VECTOR 1 0 64", 70),
        ("fd_read 1 VECTOR 1 64", BADF),
        ("fd_write 0 VECTOR 1 64", BADF),
        ("fd_write 1 VECTOR 0 64", SUCCESS),
        ("fd_allocate 1 0 1", BADF),
        ("fd_advise 1 0 1 0", BADF),
        ("fd_sync 1", BADF),
        ("fd_datasync 1", BADF),
        ("fd_filestat_set_size 1 0", BADF),
        ("fd_readdir 1 1024 1024 0 64", BADF),
        ("path_open 1 0 'file' 0 READ 0 0 64", BADF),
        ("path_create_directory 1 'new'", BADF),
        // The end of what was given, which is nothing.
        ("fd_read 0 VECTOR 1 64", SUCCESS),
        ("peek32 64", 0),
        ("fd_close 0", SUCCESS),
        ("fd_read 0 VECTOR 1 64", BADF),
        ("fd_renumber 1 0", BADF),
        ("fd_close 1", SUCCESS),
        ("fd_write 1 VECTOR 1 64", BADF),
    ];
    answers(&Place::new(), &[], &steps);
}

#[test]
fn a_poll_says_what_is_ready() {
    let steps = [
        ("poll_oneoff 64 1024 0 32", INVAL),
        // A clock, at once: its event has the number that it was given.
        ("poke64 64 7", 0),
        ("poke32 72 0", 0),
        ("poke32 80 1", 0),
        ("poll_oneoff 64 1024 1 32", SUCCESS),
        ("peek32 32", 1),
        ("peek64 1024", 7),
        ("peek32 1032", 0),
        // And a file beside it, which can always be read.
        ("path_open 3 0 'file' 0 READ 0 0 32", SUCCESS),
        ("poke64 88 1000000000000", 0),
        ("poke64 112 8", 0),
        ("poke32 120 1", 0),
        ("poke32 128 @32", 0),
        ("poll_oneoff 64 1024 2 36", SUCCESS),
        ("peek32 36", 1),
        ("peek64 1024", 8),
        ("peek32 1032", 1 << 16),
        ("peek64 1040", 1),
        // A descriptor that is none.
        ("poke32 128 99", 0),
        ("poll_oneoff 64 1024 2 36", BADF),
    ];
    answers(&place(), &GRANTS, &steps);
}
