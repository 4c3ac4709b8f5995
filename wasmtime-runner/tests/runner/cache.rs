//! Machine code that was kept: found again, and never trusted if it is not whole.

use std::fs;
use std::path::PathBuf;

use crate::program::Place;

const GUEST: &str = r#"(module (func (export "f") (result i32) (i32.const 42)))"#;

fn entries(place: &Place) -> Vec<PathBuf> {
    let folder = place.path().join("cache/wasmtime-runner");
    fs::read_dir(folder).map(|entries| entries.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

fn f(place: &Place) -> String {
    let run = place.run(["run", "--invoke", "f", "g.wat"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

#[test]
fn each_module_and_setting_has_one_entry() {
    let place = Place::new();
    place.file("g.wat", GUEST);
    assert_eq!(f(&place), "42\n");
    assert_eq!(f(&place), "42\n");
    assert_eq!(entries(&place).len(), 1);
    place.run(["run", "--fuel", "100", "--invoke", "f", "g.wat"]);
    assert_eq!(entries(&place).len(), 2, "code with fuel is other code");
    place.file("g.wat", GUEST.replace("42", "43"));
    assert_eq!(f(&place), "43\n");
    assert_eq!(entries(&place).len(), 3);
    let empty = Place::new();
    empty.file("g.wat", GUEST);
    empty.run(["run", "--no-cache", "--invoke", "f", "g.wat"]);
    assert_eq!(entries(&empty).len(), 0);
}

#[test]
fn an_entry_that_is_damaged_cut_off_or_of_another_module_is_made_again() {
    let place = Place::new();
    place.file("g.wat", GUEST);
    f(&place);
    let path = entries(&place).remove(0);
    let whole = fs::read(&path).unwrap();
    place.file("h.wat", GUEST.replace("42", "666"));
    place.run(["run", "--invoke", "f", "h.wat"]);
    let mut step = whole.len() / 40;
    let mut at = 0;
    while at < whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x10;
        fs::write(&path, damaged).unwrap();
        assert_eq!(f(&place), "42\n", "bit at {at}");
        fs::write(&path, &whole[..at]).unwrap();
        assert_eq!(f(&place), "42\n", "cut at {at}");
        at += step;
        step = step.max(1);
    }
    fs::write(&path, b"\x7fELF something else").unwrap();
    assert_eq!(f(&place), "42\n");
    assert_eq!(fs::read(&path).unwrap().len(), whole.len(), "a good entry is there again");
}

#[test]
fn many_processes_at_once_do_not_disturb_each_other() {
    let place = Place::new();
    place.file("g.wat", GUEST);
    let spawn =
        || place.program(["run", "--invoke", "f", "g.wat"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    for child in (0..16).map(|_| spawn()).collect::<Vec<_>>() {
        assert_eq!(child.wait_with_output().unwrap().stdout, b"42\n");
    }
    assert_eq!(entries(&place).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_folder_that_others_can_write_to_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let place = Place::new();
    place.file("g.wat", GUEST);
    let folder = place.path().join("cache/wasmtime-runner");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(f(&place), "42\n");
    assert_eq!(entries(&place).len(), 0);
}
