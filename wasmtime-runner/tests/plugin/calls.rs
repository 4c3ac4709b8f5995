//! Typed calls, text, memory and limits.

use std::time::Duration;

use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Access, Fault, Host, Plugin, custom_sections};

use crate::guest::guest;
use crate::host::{host, plugin};

#[test]
fn the_guest_is_called_with_types_of_rust() {
    let host = host(&Limits::default());
    let plugin = Plugin::load(&host, guest()).unwrap();
    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    assert_eq!(instance.call::<(u8, u8), i16>("add", (255, 255)).unwrap(), 510);
    assert_eq!(instance.call::<(u32, u32), i16>("add", (1, 2)).unwrap(), 3);
    let drawn = instance.call::<(f64, f64), f64>("random_add", (1.0, 2.0)).unwrap();
    assert!((3.0..4.0).contains(&drawn), "{drawn}");
    let block: u32 = instance.call("foo", ()).unwrap();
    assert_eq!(block % 16, 0);
    assert_eq!(instance.read_bytes(block + 3, 1).unwrap(), [42]);
    let name = instance.write_text("Wörld").unwrap();
    instance.call::<_, ()>("greet", (name.ptr, name.len)).unwrap();
    assert_eq!(instance.read_text(name.ptr, name.len).unwrap(), "Wörld");
    instance.release(name).unwrap();
    assert_eq!(instance.data(), &["Hello, Wörld!"]);
}

#[test]
fn an_object_of_the_guest_is_used_by_its_handle() {
    let host = host(&Limits::default());
    let mut instance = Plugin::load(&host, guest()).unwrap().instantiate(Vec::new()).unwrap();
    let numbers: Vec<u8> = [1.0_f64, 2.0, 3.0].iter().flat_map(|number| number.to_le_bytes()).collect();
    let placed = instance.write_bytes(&numbers).unwrap();
    let [long, short] = [3_u32, 2].map(|len| instance.call::<_, u32>("vector_new", (placed.ptr, len)).unwrap());
    assert_eq!(instance.call::<_, f64>("vector_dot_product", (long, long)).unwrap(), 14.0);
    assert_eq!(instance.call::<_, f64>("vector_dot_product", (long, short)).unwrap(), 5.0);
    for vector in [long, short] {
        instance.call::<_, ()>("vector_free", (vector,)).unwrap();
    }
}

#[test]
fn a_function_that_was_found_once_is_called_again() {
    let plugin = plugin(
        r#"(module (import "env" "memory" (memory 1)) (global $n (mut i32) (i32.const 0))
          (func (export "next") (result i32)
            (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n)))"#,
    );
    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    let next = instance.function::<(), u32>("next").unwrap();
    for n in 1..=3 {
        assert_eq!(instance.call_function(&next, ()).unwrap(), n);
    }
    let mut other = plugin.instantiate(Vec::new()).unwrap();
    assert_eq!(other.call::<(), u32>("next", ()).unwrap(), 1, "another instance has state of its own");
}

#[test]
fn a_panic_has_its_message_and_place_and_ends_the_instance() {
    let host = host(&Limits::default());
    let mut instance = Plugin::load(&host, guest()).unwrap().instantiate(Vec::new()).unwrap();
    let Err(Fault::Panicked(panic)) = instance.call::<(), ()>("panic_now", ()) else { panic!("no panic") };
    assert_eq!(panic.message, "the host asked for a panic");
    assert_eq!(panic.file, "guest-nostd/src/exports/panics.rs");
    assert!(panic.line > 0 && panic.column > 0);
    let text = panic.to_string();
    assert!(text.starts_with("the guest panicked at guest-nostd/src/exports/panics.rs:"), "{text}");
    assert!(instance.is_poisoned());
    let fault = instance.call::<(u8, u8), i16>("add", (1, 2)).unwrap_err();
    assert!(matches!(&fault, Fault::Poisoned(why) if *why == text), "{fault}");
    assert!(fault.to_string().contains("next step: make a new instance"));
}

#[test]
fn what_the_embedder_offers_wins_and_its_errors_end_the_call() {
    let mut host: Host<u64> = Host::new(&Limits::default()).unwrap();
    host.function("Math", "random", |_: &mut Access<'_, u64>, ()| Ok(0.25)).unwrap();
    host.function("env", "count", |guest: &mut Access<'_, u64>, (by,): (i64,)| {
        anyhow::ensure!(by > 0, "one cannot count by {by}");
        *guest.data_mut() += by.cast_unsigned();
        Ok(*guest.data())
    })
    .unwrap();
    let plugin = r#"(module (import "env" "memory" (memory 1)) (import "Math" "random" (func $random (result f64)))
        (import "env" "count" (func $count (param i64) (result i64)))
        (export "random" (func $random)) (export "count" (func $count)))"#;
    let plugin = Plugin::from_bytes(&host, "p", plugin.as_bytes()).unwrap();
    let mut instance = plugin.instantiate(40).unwrap();
    assert_eq!(instance.call::<(), f64>("random", ()).unwrap(), 0.25);
    assert_eq!(instance.call::<_, u64>("count", (2_i64,)).unwrap(), 42);
    let fault = instance.call::<_, u64>("count", (0_i64,)).unwrap_err();
    assert!(matches!(&fault, Fault::Refused(text) if text == "one cannot count by 0"), "{fault:?}");
    assert_eq!(*instance.data(), 42);
}

#[test]
fn each_call_has_all_of_its_fuel_and_time_and_each_instance_its_memory() {
    const GUEST: &str = r#"(module (import "env" "memory" (memory 1))
        (func (export "spin") (loop (br 0)))
        (func (export "work") (local $n i32) (loop
            (br_if 0 (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 100)))))
        (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0))))"#;
    for (limits, call, code, text) in [
        (
            Limits { fuel: Some(2000), timeout: Some(Duration::MAX), ..Limits::default() },
            "spin",
            123,
            "it used up --fuel 2000",
        ),
        (Limits { timeout: Some(Duration::from_millis(20)), ..Limits::default() }, "spin", 124, "--timeout 20ms"),
        (Limits { max_memory: Some(1 << 20), ..Limits::default() }, "grow", 122, "--max-memory allows 1048576"),
    ] {
        let plugin = Plugin::from_bytes(&host(&limits), "p", GUEST.as_bytes()).unwrap();
        let mut instance = plugin.instantiate(Vec::new()).unwrap();
        for _ in 0..10 {
            instance.call::<(), ()>("work", ()).unwrap();
        }
        let fault = match call {
            "grow" => instance.call::<_, i32>("grow", (16,)).map(drop),
            call => instance.call(call, ()),
        };
        match fault {
            Err(Fault::Stopped(stopped)) => {
                assert_eq!(stopped.code, code);
                assert!(stopped.message.as_ref().unwrap().contains(text), "{stopped:?}");
            }
            other => panic!("{call}: {other:?}"),
        }
        plugin.instantiate(Vec::new()).unwrap().call::<(), ()>("work", ()).unwrap();
    }
}

#[test]
fn a_malloc_beyond_the_limit_of_memory_stops_the_guest_and_one_beyond_its_maximum_gives_0() {
    const GUEST: &str = r#"(module (import "env" "memory" (memory 1 2)) (import "env" "malloc" (func $malloc (param i32) (result i32)))
        (global (export "__heap_base") i32 (i32.const 1000)) (export "malloc" (func $malloc)))"#;
    let malloc = |limits: &Limits, size: u32| {
        let plugin = Plugin::from_bytes(&host(limits), "p", GUEST.as_bytes()).unwrap();
        plugin.instantiate(Vec::new()).unwrap().call::<_, u32>("malloc", (size,))
    };
    let unlimited = Limits::default();
    assert_eq!(malloc(&unlimited, 5).unwrap(), 1008);
    assert_eq!(malloc(&unlimited, 2 * 65536 - 1008).unwrap(), 1008);
    assert_eq!(malloc(&unlimited, 2 * 65536 - 1007).unwrap(), 0);
    assert_eq!(malloc(&unlimited, u32::MAX).unwrap(), 0);
    let limited = Limits { max_memory: Some(65536), ..Limits::default() };
    assert_eq!(malloc(&limited, 64000).unwrap(), 1008);
    assert!(matches!(malloc(&limited, 65000), Err(Fault::Stopped(stopped)) if stopped.code == 122));
}

#[test]
fn the_custom_section_is_read_from_the_module() {
    let wasm = std::fs::read(guest()).unwrap();
    assert_eq!(custom_sections(&wasm, "wasm-by-hand").unwrap(), [b"guest-nostd 0.1.0"]);
    assert!(custom_sections(&wasm, "none").unwrap().is_empty());
    assert!(custom_sections(b"\0asm\x01\0\0\0\x00", "x").is_err());
}
