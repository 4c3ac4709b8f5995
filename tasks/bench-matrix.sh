#!/usr/bin/env bash
# How long does a matrix of 54 cells take, against its 18 compilations as plain
# `cargo build`s in one warm target folder? Both sides in turn, a fresh cache for
# each matrix; medians and their ratio. Arguments: the number of rounds, and
# options for the matrix.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-5}
shift $(($# > 0 ? 1 : 0))
options=("$@") # for the matrix, such as --exact
tool=$PWD/target/debug/size-report
export RUSTUP_TOOLCHAIN
RUSTUP_TOOLCHAIN=$(rustup show active-toolchain | cut -d ' ' -f 1)
unset CARGO_TARGET_DIR
guest=$(mktemp -d)
trap 'rm -rf "$guest"' EXIT

mkdir "$guest/src"
cat > "$guest/Cargo.toml" <<'TOML'
[package]
name = "small"
version = "0.1.0"
edition = "2024"
[lib]
crate-type = ["cdylib"]
[profile.release]
panic = "abort"
TOML
cat > "$guest/src/lib.rs" <<'RUST'
#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! { core::arch::wasm32::unreachable() }
static PRIMES: [u8; 9] = [2, 3, 5, 7, 11, 13, 17, 19, 23];
#[unsafe(no_mangle)]
pub extern "C" fn nth_prime(n: usize) -> u32 { PRIMES[n] as u32 }
RUST
cd "$guest"

plain() {
  for level in 0 1 2 3 '"s"' '"z"'; do
    for lto in off thin fat; do
      cargo build --quiet --release --target wasm32-unknown-unknown --config "profile.release.opt-level=$level" \
        --config "profile.release.lto=\"$lto\"" --config 'profile.release.strip="none"'
    done
  done
}
matrix() {
  rm -rf "$guest/cache"
  "$tool" matrix --cache-dir "$guest/cache" "${options[@]}" > "$guest/table"
}
milliseconds() {
  local begin=$EPOCHREALTIME
  "$@"
  echo $(((${EPOCHREALTIME/[.,]/} - ${begin/[.,]/}) / 1000))
}
median() { sort -n | awk '{ line[NR] = $1 } END { print line[int((NR + 1) / 2)] }'; }

plain
for _ in $(seq "$rounds"); do
  milliseconds plain >> plain.ms
  milliseconds matrix >> matrix.ms
done
awk -v plain="$(median < plain.ms)" -v matrix="$(median < matrix.ms)" -v rounds="$rounds" 'BEGIN {
  printf "18 plain cargo builds %d ms, a matrix of 54 cells %d ms: ratio %.2f (medians of %d)\n", plain, matrix, matrix / plain, rounds
}'
