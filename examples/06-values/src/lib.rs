//! One function for each kind of value, to see what becomes of it in a signature.

#![expect(improper_ctypes_definitions, reason = "to see what becomes of types that C does not have")]

use std::num::NonZeroU32;
use std::sync::atomic::AtomicU64;

// #region next_u8
#[unsafe(no_mangle)]
extern "C" fn next_u8(value: u8) -> u8 {
    value.wrapping_add(1)
}
// #endregion next_u8

#[unsafe(no_mangle)]
extern "C" fn next_i8(value: i8) -> i8 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_u16(value: u16) -> u16 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_i16(value: i16) -> i16 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_u32(value: u32) -> u32 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_i32(value: i32) -> i32 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_usize(value: usize) -> usize {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_u64(value: u64) -> u64 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_i64(value: i64) -> i64 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn next_u128(value: u128) -> u128 {
    value.wrapping_add(1)
}

#[unsafe(no_mangle)]
extern "C" fn half_f32(value: f32) -> f32 {
    value / 2.0
}

#[unsafe(no_mangle)]
extern "C" fn half_f64(value: f64) -> f64 {
    value / 2.0
}

#[unsafe(no_mangle)]
extern "C" fn not(value: bool) -> bool {
    !value
}

#[unsafe(no_mangle)]
extern "C" fn upper(value: char) -> char {
    value.to_ascii_uppercase()
}

#[unsafe(no_mangle)]
extern "C" fn nothing(_: ()) {}

#[repr(u8)]
enum Light {
    Red,
    Green,
}

#[unsafe(no_mangle)]
extern "C" fn switch(light: Light) -> Light {
    match light {
        Light::Red => Light::Green,
        Light::Green => Light::Red,
    }
}

#[unsafe(no_mangle)]
extern "C" fn option_u32(value: Option<u32>) -> Option<u32> {
    value.map(|value| value + 1)
}

#[unsafe(no_mangle)]
extern "C" fn option_nonzero(value: Option<NonZeroU32>) -> Option<NonZeroU32> {
    value.and_then(|value| value.checked_add(1))
}

#[unsafe(no_mangle)]
extern "C" fn option_reference(value: Option<&u32>) -> Option<&u32> {
    value
}

#[unsafe(no_mangle)]
extern "C" fn read(value: &u32) -> u32 {
    *value
}

#[unsafe(no_mangle)]
extern "C" fn boxed(value: u32) -> Box<u32> {
    Box::new(value)
}

#[unsafe(no_mangle)]
extern "C" fn str_len(text: &str) -> usize {
    text.len()
}

#[unsafe(no_mangle)]
extern "C" fn first_word(text: &str) -> &str {
    text.split(' ').next().unwrap_or(text)
}

#[unsafe(no_mangle)]
extern "C" fn slice_sum(values: &[u16]) -> u32 {
    values.iter().map(|value| u32::from(*value)).sum()
}

#[unsafe(no_mangle)]
extern "C" fn string_len(text: String) -> usize {
    text.len()
}

#[unsafe(no_mangle)]
extern "C" fn array_u8_4(value: [u8; 4]) -> [u8; 4] {
    value.map(|byte| byte + 1)
}

#[unsafe(no_mangle)]
extern "C" fn array_u16_2(value: [u16; 2]) -> [u16; 2] {
    value.map(|number| number + 1)
}

#[unsafe(no_mangle)]
extern "C" fn array_u8_10(value: [u8; 10]) -> [u8; 10] {
    value.map(|byte| byte + 1)
}

#[unsafe(no_mangle)]
extern "C" fn tuple_u8(value: (u8, u8)) -> (u8, u8) {
    (value.1, value.0)
}

#[unsafe(no_mangle)]
extern "C" fn tuple_u32(value: (u32, u32)) -> (u32, u32) {
    (value.1, value.0)
}

#[unsafe(no_mangle)]
extern "C" fn tuple_three(value: (u32, u32, u32)) -> (u32, u32, u32) {
    (value.2, value.1, value.0)
}

/// One field: as C sees it, that field.
#[repr(C)]
struct Metres {
    value: f64,
}

#[repr(C)]
struct Point {
    x: f64,
    y: f64,
}

#[unsafe(no_mangle)]
extern "C" fn struct_one(value: Metres) -> Metres {
    Metres { value: value.value * 2.0 }
}

#[unsafe(no_mangle)]
extern "C" fn struct_two(value: Point) -> Point {
    Point { x: value.y, y: value.x }
}

// #region functions
#[unsafe(no_mangle)]
extern "C" fn double(value: u32) -> u32 {
    value * 2
}

#[unsafe(no_mangle)]
extern "C" fn doubler() -> extern "C" fn(u32) -> u32 {
    double
}

#[unsafe(no_mangle)]
extern "C" fn twice(function: extern "C" fn(u32) -> u32, value: u32) -> u32 {
    function(function(value))
}
// #endregion functions

// #region traits
trait Shape {
    fn area(&self) -> f64;
}

struct Square(f64);
struct Circle(f64);

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}

impl Shape for Circle {
    fn area(&self) -> f64 {
        core::f64::consts::PI * self.0 * self.0
    }
}

#[unsafe(no_mangle)]
extern "C" fn shape(round: bool) -> &'static dyn Shape {
    if round { &Circle(1.0) } else { &Square(3.0) }
}

#[unsafe(no_mangle)]
extern "C" fn area(shape: &dyn Shape) -> f64 {
    shape.area()
}
// #endregion traits

/// Where a host puts what it passes by pointer: 64 bytes, aligned to 8.
static SCRATCH: [AtomicU64; 8] = [const { AtomicU64::new(0) }; 8];

#[unsafe(no_mangle)]
extern "C" fn scratch() -> *const AtomicU64 {
    SCRATCH.as_ptr()
}
