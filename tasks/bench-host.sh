#!/usr/bin/env bash
# What does a call with text cost under node-harness, and under wasm-bindgen's output
# for Node? Builds the same functions both ways at one optimisation, has the library
# under wasm-bindgen's command line generate the glue, and compares them.
# Its arguments are for node-harness/bench/bench.js.
set -euo pipefail
cd "$(dirname "$0")/../node-harness/bench"

target=${CARGO_TARGET_DIR:-$PWD/../../target}/bench-host
export CARGO_TARGET_DIR=$target/build
wasm=$CARGO_TARGET_DIR/wasm32-unknown-unknown/release
guest() {
  cargo build --quiet --locked --release --target wasm32-unknown-unknown "$@"
}

cargo build --quiet --locked -p glue
guest -p greet-by-hand
cp "$wasm/greet_by_hand.wasm" "$target"
for features in add greet add,greet,vector; do
  # Flags here take the place of those in .cargo/config.toml, which import the memory.
  RUSTFLAGS='-C opt-level=3' guest -p greet-bindgen --features "$features"
  for platform in nodejs web; do
    "$CARGO_TARGET_DIR/debug/glue" "$platform" "$wasm/greet_bindgen.wasm" "$target/$platform-$features"
  done
done
cd ../..
exec node node-harness/bench/bench.js "$target" "$@"
