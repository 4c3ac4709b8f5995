//! `--invoke` with functions of components: values as text, and how calls end.

use crate::program::Place;

/// A component with a function that gives back the list that it got. `definition`
/// makes a type `$t`, and `element` is what the list is of.
fn echo(definition: &str, element: &str) -> String {
    format!(
        r#"(component
          (core module $m
            (memory (export "memory") 1)
            (global $free (mut i32) (i32.const 16))
            (func (export "realloc") (param i32 i32 i32 i32) (result i32)
              (global.get $free)
              (global.set $free (i32.and (i32.add (i32.add (global.get $free) (local.get 3)) (i32.const 15)) (i32.const -16))))
            (func (export "echo") (param i32 i32) (result i32)
              (i32.store (i32.const 0) (local.get 0))
              (i32.store (i32.const 4) (local.get 1))
              (i32.const 0)))
          (core instance $i (instantiate $m))
          (alias core export $i "memory" (core memory $memory))
          (alias core export $i "realloc" (core func $realloc))
          {definition}
          (func (export "echo") (param "values" (list {element})) (result (list {element}))
            (canon lift (core func $i "echo") (memory $memory) (realloc $realloc))))"#
    )
}

/// A component whose function `f` has the core function `code` and the type `ty`.
fn function(ty: &str, code: &str) -> String {
    format!(
        r#"(component
          (core module $m (memory (export "memory") 1) (func (export "f") {code}))
          (core instance $i (instantiate $m))
          (alias core export $i "memory" (core memory $memory))
          (func (export "f") {ty} (canon lift (core func $i "f") (memory $memory))))"#
    )
}

#[test]
fn values_of_every_type_go_in_and_come_out_as_text() {
    let place = Place::new();
    for (element, values) in [
        ("bool", "[true, false]"),
        ("s8", "[-128, 127]"),
        ("u8", "[0, 255]"),
        ("s64", "[-9223372036854775808]"),
        ("u64", "[18446744073709551615]"),
        ("f32", "[0.1, -inf, nan]"),
        ("f64", "[0.1, 1, -0]"),
        ("char", "['a', '\u{fc}', '\\'', '\u{1f600}']"),
        ("string", r#"["", "two words", "ü\n\"\\"]"#),
        ("(list u8)", "[[], [1, 2]]"),
        ("(tuple u8 string)", r#"[(1, "one")]"#),
        ("(option u32)", "[some(1), none]"),
        ("(result string (error u8))", r#"[ok("yes"), err(3)]"#),
    ] {
        place.file("c.wat", echo("", element));
        let run = place.run(["run", "--invoke", &format!("echo({values})"), "c.wat"]);
        assert_eq!((run.code, run.stdout), (Some(0), format!("{values}\n")), "{element}: {}", run.stderr);
    }
    for (made, values) in [
        (r#"(record (field "x" s32) (field "y-z" s32))"#, "[{x: 1, y-z: -2}, {x: 3, y-z: 4}]"),
        (r#"(variant (case "none-of-it") (case "some-of-it" f64))"#, "[none-of-it, some-of-it(0.5)]"),
        (r#"(enum "red" "green")"#, "[green, red]"),
        (r#"(flags "read" "write")"#, "[{}, {read}, {read, write}]"),
    ] {
        place.file("c.wat", echo(&format!(r#"(type $made {made}) (import "t" (type $t (eq $made)))"#), "$t"));
        let run = place.run(["run", "--invoke", &format!("echo({values})"), "c.wat"]);
        assert_eq!((run.code, run.stdout), (Some(0), format!("{values}\n")), "{made}: {}", run.stderr);
    }
}

#[test]
fn an_option_at_the_end_may_be_left_out() {
    let place = Place::new();
    let ty = r#"(param "a" u8) (param "b" (option u8)) (result u8)"#;
    // The number, or 100 more than it with the second one.
    let code = "(param i32 i32 i32) (result i32)
                (i32.add (local.get 0) (select (i32.const 100) (i32.const 0) (local.get 1)))";
    place.file("c.wat", function(ty, code));
    let invoke = |call: &str| place.run(["run", "--invoke", call, "c.wat"]);
    assert_eq!(invoke("f(1)").stdout, "1\n");
    assert_eq!(invoke("f(1, none)").stdout, "1\n");
    assert_eq!(invoke(" f ( 1 , some(2) ) ").stdout, "101\n");
    invoke("f()").says(2, "missing required param(s)");
    place.file("c.wat", function(r#"(param "b" (option u8))"#, "(param i32 i32)"));
    assert_eq!(invoke("f()").code, Some(0));
    place.file("c.wat", function("", ""));
    let run = invoke("f( )");
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    invoke("f(1)").says(2, "more param(s) than expected at `1`");
}

#[test]
fn a_call_that_cannot_be_made_is_refused_with_the_signature() {
    let place = Place::new();
    place.file("c.wat", echo("", "u8"));
    let signature = "echo(values: list<u8>) -> list<u8>";
    for (call, why) in [
        ("echo([256])", "([256]) are no arguments of echo(values: list<u8>) -> list<u8>: invalid value at `256`"),
        ("echo([1, x])", "invalid value type at `x`"),
        ("echo([1)", "unexpected token at `)`"),
        ("echo([1]", "unexpected end of input"),
        ("echo([1]) more", "trailing characters after value at `more`"),
        ("echo()", "missing required param(s)"),
        ("echo([1], [2])", "more param(s) than expected at `[2]`"),
        ("echo", "`echo` is no call"),
        ("nix([1])", "the component exports no function `nix`"),
        ("", "the component exports no function ``"),
    ] {
        let run = place.run(["run", "--invoke", call, "c.wat"]);
        run.says(2, why);
        run.says(2, "next step: ");
        assert!(run.stderr.contains(signature) || run.stderr.contains("in WAVE"), "{call}: {}", run.stderr);
    }
    let run = place.run(["run", "--invoke", "echo", "c.wat", "[1]"]);
    run.says(2, "arguments of its functions do not stand behind it\nnext step: --invoke 'echo(…)'");
    place.file("c.wat", "(component)");
    place.run(["run", "--invoke", "f()", "c.wat"]).says(2, "it exports no function");
}

#[test]
fn a_field_that_a_record_does_not_have_is_named() {
    let place = Place::new();
    let record = r#"(type $made (record (field "x" s32) (field "y" (option s32)))) (import "t" (type $t (eq $made)))"#;
    for (element, values) in [
        ("$t", "[{x: 1, z: 2}]"),
        ("(list $t)", "[[], [{x: 1}, {x: 1, z: 2}]]"),
        ("(tuple u8 $t)", "[(1, {x: 1, z: 2})]"),
        ("(option $t)", "[none, some({x: 1, z: 2})]"),
        ("(option $t)", "[{x: 1, z: 2}]"),
        ("(result $t)", "[ok({x: 1, z: 2})]"),
        ("(result $t)", "[{x: 1, z: 2}]"),
        ("(result (error $t))", "[err({x: 1, z: 2})]"),
    ] {
        place.file("c.wat", echo(record, element));
        place.run(["run", "--invoke", &format!("echo({values})"), "c.wat"]).says(2, "there is no field `z`");
    }
    let variant = r#"(type $of (variant (case "a" $t))) (import "v" (type $v (eq $of)))"#;
    place.file("c.wat", echo(&format!("{record} {variant}"), "$v"));
    place.run(["run", "--invoke", "echo([a({x: 1, z: 2})])", "c.wat"]).says(2, "there is no field `z`");
    let run = place.run(["run", "--invoke", "echo([a({y: 2, x: 1})])", "c.wat"]);
    assert_eq!(run.stdout, "[a({x: 1, y: some(2)})]\n", "{}", run.stderr);
}

#[test]
fn a_function_with_a_resource_is_refused() {
    let place = Place::new();
    place.file(
        "c.wat",
        r#"(component
          (type $made (resource (rep i32)))
          (export $r "r" (type $made))
          (core func $new (canon resource.new $made))
          (core module $m (import "" "new" (func $new (param i32) (result i32)))
            (func (export "f") (result i32) (call $new (i32.const 1))))
          (core instance $i (instantiate $m (with "" (instance (export "new" (func $new))))))
          (func (export "f") (result (own $r)) (canon lift (core func $i "f"))))"#,
    );
    place.run(["run", "--invoke", "f()", "c.wat"]).says(2, "takes or returns what has no text: a resource");
}

#[test]
fn a_function_in_an_interface_is_found_by_its_name_or_with_the_interface() {
    let place = Place::new();
    let interface = |name: &str, result: u8| {
        format!(
            r#"(core module $m{result} (func (export "f") (result i32) (i32.const {result})))
              (core instance $i{result} (instantiate $m{result}))
              (func $f{result} (result u8) (canon lift (core func $i{result} "f")))
              (instance (export "{name}") (export "f" (func $f{result})))"#
        )
    };
    let one = interface("a:b/one@1.0.0-rc.1", 1);
    place.file("c.wat", format!("(component {one})"));
    let invoke = |call: &str| place.run(["run", "--invoke", call, "c.wat"]);
    assert_eq!(invoke("f()").stdout, "1\n");
    assert_eq!(invoke("a:b/one@1.0.0-rc.1#f()").stdout, "1\n");
    invoke("a:b/two#f()").says(2, "next step: call one of a:b/one@1.0.0-rc.1#f() -> u8");
    place.file("c.wat", format!("(component {one} {})", interface("a:b/two", 2)));
    assert_eq!(invoke("a:b/two#f()").stdout, "2\n");
    invoke("f()").says(2, "next step: call one of a:b/one@1.0.0-rc.1#f() -> u8, a:b/two#f() -> u8");
}

#[test]
fn how_a_call_ends_is_said_by_the_exit_code() {
    let place = Place::new();
    let run = |text: &str, options: &[&str]| {
        place.file("c.wat", text);
        place.run([&["run", "--invoke", "f()"], options, &["c.wat"]].concat())
    };
    let failed = run(
        &function(
            "(result (result (error u8)))",
            "(result i32) (i32.store8 (i32.const 8) (i32.const 1)) (i32.store8 (i32.const 9) (i32.const 7)) (i32.const 8)",
        ),
        &[],
    );
    assert_eq!((failed.code, failed.stdout.as_str()), (Some(1), "err(7)\n"), "{}", failed.stderr);
    run(&function("", "unreachable"), &[]).says(134, "wasm `unreachable` instruction executed");
    run(&function("", "(loop (br 0))"), &["--timeout", "100ms"]).says(124, "it ran longer than --timeout");
    run(&function("", "(loop (br 0))"), &["--fuel", "1000"]).says(123, "it used up --fuel 1000");
    // What a guest gives has to be what its type says: text in its memory, in UTF-8.
    let outside = "(result i32) (i32.store (i32.const 0) (i32.const 65536)) (i32.store (i32.const 4) (i32.const 1)) (i32.const 0)";
    run(&function("(result string)", outside), &[]).says(134, "a call of the host failed: ");
    let not_utf8 = "(result i32) (i32.store8 (i32.const 8) (i32.const 255)) (i32.store (i32.const 0) (i32.const 8)) (i32.store (i32.const 4) (i32.const 1)) (i32.const 0)";
    run(&function("(result string)", not_utf8), &[]).says(134, "a call of the host failed: ");
}

#[test]
fn machine_code_of_a_component_has_its_functions_too() {
    let place = Place::new();
    place.file("c.wat", echo("", "string"));
    assert_eq!(place.run(["compile", "c.wat", "-o", "c.cwasm"]).code, Some(0));
    assert_eq!(place.run(["run", "--invoke", r#"echo(["x"])"#, "c.cwasm"]).stdout, "[\"x\"]\n");
}
