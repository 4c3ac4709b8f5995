#!/usr/bin/env bash
# Makes the components and the module of this lesson.
set -euo pipefail
cd "$(dirname "$0")"

made=../../target/wasm32-wasip2/release
mkdir -p ../../target/13-components
# #region build
build='cargo build --quiet --release --target wasm32-wasip2'
$build --package component && cp $made/component.wasm .
$build --package bindgen && cp $made/bindgen.wasm .
$build --package bindgen --features tiny && cp $made/bindgen.wasm tiny.wasm
# #endregion build
cargo build --quiet --release --package by-hand && cp ../../target/wasm32-unknown-unknown/release/by_hand.wasm by-hand.wasm
