#!/usr/bin/env bash
# Makes ../../target/09-wasm-bindgen: the module by hand, and those of wasm-bindgen with the glue for a page.
set -euo pipefail
cd "$(dirname "$0")"

made=$PWD/../../target/wasm32-unknown-unknown/release
out=$PWD/../../target/09-wasm-bindgen
glue=$PWD/../../target/bench-host/build
mkdir -p "$out"
echo '{ "type": "module" }' > "$out/package.json"
# The library under the command wasm-bindgen; `make bench-host` has it too.
(cd ../../node-harness/bench && CARGO_TARGET_DIR=$glue cargo build --quiet --locked --package glue)

# The flags of this repository import the memory; wasm-bindgen expects one that is exported.
export RUSTFLAGS=
# #region build
cargo build --quiet --release --package by-hand
cp "$made/by_hand.wasm" "$out/by-hand.wasm"
for name in bindgen tiny; do
  cargo build --quiet --release --package bindgen $([ $name = bindgen ] || echo --features tiny)
  cp "$made/bindgen.wasm" "$out/$name.wasm"
  "$glue/debug/glue" web "$out/$name.wasm" "$out"
done
# #endregion build
cargo build --quiet --release --package bindgen --example more
"$glue/debug/glue" web "$made/examples/more.wasm" "$out"
