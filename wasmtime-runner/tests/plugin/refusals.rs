//! Modules that are no plug-ins, and guests that ask for what cannot be done.

use wasmtime_runner::limits::Limits;
use wasmtime_runner::plugin::{Fault, Plugin};
use wasmtime_runner::wasmtime::Val;

use crate::guest::guest;
use crate::host::{host, plugin};

#[test]
fn a_module_that_is_no_plug_in_is_refused_with_the_cure() {
    for (text, expected) in [
        ("(module)", "p imports no memory: it asks the host for none. Link it with --import-memory"),
        (r#"(module (memory (export "own") 1))"#, "p imports no memory: it has a memory of its own, exported as `own`"),
        (
            r#"(module (import "env" "memory" (memory 1)) (import "env" "malloc" (func (param i32) (result i32))))"#,
            "p imports env.malloc but exports no global `__heap_base`",
        ),
        (r#"(module (import "env" "memory" (memory i64 1)))"#, "as a 64-bit memory"),
        (r#"(module (import "env" "memory" (memory 1 2 shared)))"#, "shared between threads"),
        (
            r#"(module (import "env" "memory" (memory 1)) (import "host" "log" (func (param i32 i32))))"#,
            "p needs an import that the host does not have:\n  host.log (function): nobody provides it; \
             offer it with host.function(\"host\", \"log\", …), as (i32, i32)",
        ),
        (
            r#"(module (import "env" "memory" (memory 1)) (import "env" "send_line" (func (param i64)))
              (import "env" "limit" (global i32)) (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
              (import "__wbindgen_placeholder__" "x" (func)))"#,
            "p needs 4 imports that the host does not have:",
        ),
        (
            r#"(module (import "env" "memory" (memory 1)) (import "env" "send_line" (func (param i64))))"#,
            "env.send_line (function): the host gives (i32, i32), and the module declares (i64)",
        ),
        ("(component)", "p is a component"),
        ("(module (func (result i32)))", "p is not a valid WebAssembly module"),
        ("hello", "this is neither WebAssembly nor its text format"),
    ] {
        let error = Plugin::from_bytes(&host(&Limits::default()), "p", text.as_bytes()).unwrap_err();
        let error = format!("{error:#}");
        assert!(error.contains(expected), "{text}\n{error}");
    }
}

#[test]
fn a_memory_over_the_limit_or_beyond_the_machine_is_refused() {
    let text = r#"(module (import "env" "memory" (memory 17)))"#;
    let limits = Limits { max_memory: Some(1 << 20), ..Limits::default() };
    let plugin = Plugin::from_bytes(&host(&limits), "p", text.as_bytes()).unwrap();
    let fault = plugin.instantiate(Vec::new()).unwrap_err();
    assert!(matches!(&fault, Fault::Stopped(stopped) if stopped.code == 122), "{fault}");
}

#[test]
fn a_function_that_is_not_there_or_of_other_types_is_not_called() {
    let plugin = plugin(
        r#"(module (import "env" "memory" (memory 1)) (func (export "f") (param i32) (result i64) (i64.const 1)))"#,
    );
    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    let fault = instance.call::<(), ()>("g", ()).unwrap_err();
    assert!(matches!(&fault, Fault::NotCalled(text) if text.contains("name one of those it exports: f")), "{fault}");
    let fault = instance.call::<(u32,), u32>("f", (1,)).unwrap_err();
    let text = "`f` is (i32) -> i64, and it is called as (i32) -> i32";
    assert!(matches!(&fault, Fault::NotCalled(said) if said.contains(text)), "{fault}");
    let fault = instance.write_text("x").unwrap_err();
    assert!(fault.to_string().contains("Export alloc(len) -> ptr from it"), "{fault}");
    for values in [&[][..], &[Val::F64(0)], &[Val::I32(1), Val::I32(2)]] {
        let fault = instance.call_values("f", values).unwrap_err();
        assert!(matches!(&fault, Fault::NotCalled(text) if text.contains("`f` is (i32) -> i64, and is")), "{fault}");
    }
    assert_eq!(instance.call::<(u32,), u64>("f", (1,)).unwrap(), 1, "none of this stopped the instance");
}

#[test]
fn a_narrow_result_that_does_not_fit_is_an_error() {
    let plugin = plugin(
        r#"(module (import "env" "memory" (memory 1)) (func (export "f") (param i32) (result i32) (local.get 0)))"#,
    );
    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    assert_eq!(instance.call::<(i32,), u8>("f", (255,)).unwrap(), 255);
    assert_eq!(instance.call::<(i16,), i16>("f", (-1,)).unwrap(), -1);
    let fault = instance.call::<(i32,), u8>("f", (256,)).unwrap_err();
    assert_eq!(fault.to_string(), "the guest gave 256, which is no u8");
}

#[test]
fn pointers_that_lead_out_of_memory_and_text_that_is_none_end_the_call() {
    const GUEST: &str = r#"(module (import "env" "memory" (memory 1))
        (import "env" "send_line" (func $send (param i32 i32)))
        (import "env" "panic" (func $panic (param i32 i32 i32 i32 i32 i32)))
        (data (i32.const 8) "ok\ff")
        (func (export "send") (param i32 i32) (call $send (local.get 0) (local.get 1)))
        (func (export "panic") (param i32 i32)
          (call $panic (local.get 0) (local.get 1) (local.get 0) (local.get 1) (i32.const 1) (i32.const 2))))"#;
    let plugin = plugin(GUEST);
    let send = |ptr: u32, len: u32| {
        let mut instance = plugin.instantiate(Vec::new()).unwrap();
        let sent = instance.call::<_, ()>("send", (ptr, len));
        sent.map(|()| instance.data().clone())
    };
    assert_eq!(send(8, 2).unwrap(), ["ok"]);
    assert_eq!(send(65536, 0).unwrap(), [""]);
    for (ptr, len) in [(65535, 2), (65537, 0), (0, u32::MAX), (u32::MAX, u32::MAX), (u32::MAX, 1), (1, u32::MAX)] {
        let fault = send(ptr, len).unwrap_err();
        let text = format!("reading text at {ptr:#x} with length {len} runs past the end of memory");
        assert!(matches!(&fault, Fault::Refused(said) if said.starts_with(&text)), "{fault}");
    }
    assert!(matches!(send(8, 3), Err(Fault::Refused(text)) if text.contains("byte 0xff at 0xa cannot stand there")));

    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    let Err(Fault::Panicked(panic)) = instance.call::<_, ()>("panic", (8_u32, 3_u32)) else { panic!("no panic") };
    assert_eq!(panic.message, "ok\u{fffd}");
    let mut instance = plugin.instantiate(Vec::new()).unwrap();
    let fault = instance.call::<_, ()>("panic", (65536_u32, 1_u32)).unwrap_err();
    assert!(fault.to_string().contains("<reading text at 0x10000 with length 1 runs past"), "{fault}");
}

#[test]
fn a_block_of_alloc_that_is_not_in_memory_is_not_written_to() {
    let alloc = |ptr: &str| {
        let text = format!(
            r#"(module (import "env" "memory" (memory 1)) (func (export "alloc") (param i32) (result i32) {ptr}))"#
        );
        plugin(&text).instantiate(Vec::new()).unwrap().write_bytes(&[1, 2]).unwrap_err().to_string()
    };
    assert!(alloc("(i32.const 65535)").contains("writing into the guest's alloc block at 0xffff with length 2"));
    assert!(alloc("(i32.const -1)").contains("at 0xffffffff with length 2 runs past"));
    assert!(alloc("(i32.const 0)").contains("the guest's alloc(2) returned 0: it is out of memory"));
    assert!(alloc("(unreachable)").contains("the guest trapped"));
}

#[test]
fn a_block_is_freed_once_and_none_is_to_be_had_before_the_heap_is_open() {
    const IMPORTS: &str = r#"(import "env" "memory" (memory 1))
        (import "env" "malloc" (func $malloc (param i32) (result i32))) (import "env" "free" (func $free (param i32)))
        (global (export "__heap_base") i32 (i32.const 16))"#;
    let twice = format!(
        r#"(module {IMPORTS} (func (export "twice") (local $block i32) (call $free (i32.const 0))
            (local.set $block (call $malloc (i32.const 1)))
            (call $free (local.get $block)) (call $free (local.get $block))))"#
    );
    let fault = plugin(&twice).instantiate(Vec::new()).unwrap().call::<(), ()>("twice", ()).unwrap_err();
    assert!(fault.to_string().starts_with("the guest called env.free(0x10), which is not a live block"), "{fault}");
    let early = format!("(module {IMPORTS} (func $start (drop (call $malloc (i32.const 1)))) (start $start))");
    let fault = plugin(&early).instantiate(Vec::new()).unwrap_err();
    assert!(fault.to_string().starts_with("env.malloc(1) was called while the guest's `__heap_base`"), "{fault}");
}

#[test]
fn random_pointers_never_harm_the_host() {
    let host = host(&Limits::default());
    let plugin = Plugin::load(&host, guest()).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..300 {
        let mut instance = plugin.instantiate(Vec::new()).unwrap();
        let (ptr, len) = (random.u32(..) >> random.u32(..32), random.u32(..) >> random.u32(..32));
        let _ = instance.read_bytes(ptr, len);
        let _ = instance.read_text(ptr, len);
        let _ = match random.u8(..3) {
            0 => instance.call::<_, ()>("greet", (ptr, len)),
            1 => instance.call::<_, u32>("vector_new", (ptr, len)).map(drop),
            _ => instance.call::<_, ()>("dealloc", (ptr, len)),
        };
    }
}
