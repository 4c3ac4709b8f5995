#!/usr/bin/env bash
# What does wasm cost against native code? Builds wasmtime-runner/kernels for this
# machine and for wasm, without and with vectors, with one profile, and compares them.
# Its arguments are for `wasmtime-runner bench`; without any, what it prints is in
# docs/wasi.md.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
folder=$target/bench-native
mkdir -p "$folder"
cargo build --quiet --profile tool -p wasmtime-runner
cargo build --quiet --profile kernels -p kernels
for vectors in -simd128 +simd128; do
  # Flags here take the place of those in .cargo/config.toml, which import the memory.
  RUSTFLAGS="-C target-feature=$vectors" \
    cargo build --quiet --profile kernels -p kernels --target wasm32-unknown-unknown
  cp "$target/wasm32-unknown-unknown/kernels/kernels.wasm" "$folder/kernels$vectors.wasm"
done
mv "$folder/kernels-simd128.wasm" "$folder/kernels.wasm"
cp "$target"/kernels/*kernels.{so,dylib,dll} "$folder" 2>/dev/null || true
bench() {
  cd "$folder"
  for library in *kernels.{so,dylib,dll}; do
    [ ! -e "$library" ] || exec "$target/tool/wasmtime-runner" bench --native "$library" kernels.wasm kernels+simd128.wasm "$@"
  done
}
if [ $# -gt 0 ]; then bench "$@"; else bench | node tasks/section.js docs/wasi.md bench-native; fi
