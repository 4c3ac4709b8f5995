//! Each limit, with its own message and exit code.

use crate::program::Place;

const GUEST: &str = r#"(module
  (memory (export "memory") 1) (memory 0) (table 1 funcref)
  (func (export "spin") (loop (br 0)))
  (func $deep (export "deep") (call $deep))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "grow-other") (param i32) (result i32) (memory.grow 1 (local.get 0)))
  (func (export "grow-table") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
  (func (export "count") (param i32) (local i32)
    (loop (br_if 0 (i32.lt_u (local.tee 1 (i32.add (local.get 1) (i32.const 1))) (local.get 0))))))"#;

fn guest() -> Place {
    let place = Place::new();
    place.file("g.wat", GUEST);
    place
}

#[test]
fn each_limit_stops_the_guest_with_its_own_code_and_message() {
    let place = guest();
    for (limit, call, code, text) in [
        (["--timeout", "100ms"], &["spin"][..], 124, "it ran longer than --timeout 100ms"),
        (["--fuel", "10000"], &["spin"], 123, "it used up --fuel 10000"),
        (["--max-stack", "64KiB"], &["deep"], 121, "nested too deeply for --max-stack"),
        (
            ["--max-memory", "1MiB"],
            &["grow", "16"],
            122,
            "were to become 1114112 bytes, and --max-memory allows 1048576",
        ),
        (["--max-memory", "1MiB"], &["grow-other", "16"], 122, "--max-memory allows 1048576"),
        (["--max-memory", "1KiB"], &["spin"], 122, "were to become 65536 bytes, and --max-memory allows 1024"),
        (
            ["--max-table", "10"],
            &["grow-table", "10"],
            120,
            "a table was to get 11 elements, and --max-table allows 10",
        ),
    ] {
        let (name, args) = call.split_first().unwrap();
        let run = place.run([&["run"], &limit[..], &["--invoke", name, "g.wat"], args].concat());
        run.says(code, text);
    }
}

#[test]
fn what_stays_within_its_limits_is_not_disturbed() {
    let place = guest();
    for (limit, call, stdout) in [
        (["--timeout", "1m"], ["count", "1000"], ""),
        (["--fuel", "1000000"], ["count", "1000"], ""),
        (["--max-memory", "1MiB"], ["grow", "15"], "1\n"),
        (["--max-table", "10"], ["grow-table", "9"], "1\n"),
    ] {
        let run = place.run([&["run"], &limit[..], &["--invoke", call[0], "g.wat", call[1]]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), stdout), "{limit:?} {}", run.stderr);
    }
}

#[test]
fn the_same_fuel_stops_at_the_same_place() {
    let place = guest();
    // How much fuel just suffices is found by halving; it is the same each time.
    let suffices = |fuel: u32| {
        let run = place.run(["run", "--fuel", &fuel.to_string(), "--invoke", "count", "g.wat", "100"]);
        run.code == Some(0)
    };
    let least = || {
        let (mut low, mut high) = (0, 10_000);
        while low + 1 < high {
            let middle = (low + high) / 2;
            if suffices(middle) { high = middle } else { low = middle }
        }
        high
    };
    let first = least();
    assert!(first > 100 && first < 10_000, "{first}");
    for _ in 0..3 {
        assert_eq!(least(), first);
    }
    for _ in 0..100 {
        assert!(!suffices(first - 1));
    }
}

#[test]
fn a_guest_that_sleeps_in_the_host_is_stopped_too() {
    let place = Place::new();
    // A subscription to the monotonic clock, in an hour.
    let sleep = crate::program::command(
        "(i32.store (i32.const 16) (i32.const 1)) (i64.store (i32.const 24) (i64.const 3600000000000))
         (drop (call $poll_oneoff (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))",
    );
    place.file("sleep.wat", sleep);
    place.run(["run", "--timeout", "100ms", "sleep.wat"]).says(124, "it ran longer than --timeout 100ms");
}
