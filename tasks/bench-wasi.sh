#!/usr/bin/env bash
# How long does a command of WASI take from its start to its exit, under the runner,
# under node:wasi and under PyPI's wasmtime? And what do calls, instances and a
# timeout cost? Builds the runner with and without a compiler, a greeting with std, and
# lesson 11's plug-in with what measures it; installs PyPI's wasmtime below target/, if
# Python is there; and runs tasks/bench-wasi.js. Its argument is the number of rounds.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
folder=$target/bench-wasi
mkdir -p "$folder"

# The runner without a compiler is the same file for cargo, so each is copied.
cargo build --quiet --profile tool -p wasmtime-runner --no-default-features
cp "$target/tool/wasmtime-runner" "$folder/wasmtime-runner-aot"
cargo build --quiet --profile tool -p wasmtime-runner --example start_to_exit --bin wasmtime-runner
cargo build --quiet --profile tool -p plugin-hosts --bin cost
cp "$target"/tool/{wasmtime-runner,cost} "$target/tool/examples/start_to_exit" "$folder"

# As a program that nobody made small: about 50 KB.
CARGO_PROFILE_RELEASE_OPT_LEVEL=3 CARGO_PROFILE_RELEASE_LTO=false \
  cargo build --quiet --release -p hello-std --target wasm32-wasip1 --target-dir "$folder/hello"
cp "$folder/hello/wasm32-wasip1/release/hello-std.wasm" "$folder/hello.wasm"
(cd examples/11-plugins && cargo build --quiet --release --package rebate --target-dir "$folder/plugin")
cp "$folder/plugin/wasm32-unknown-unknown/release/rebate.wasm" "$folder"

if [ ! -x "$folder/python/bin/python" ]; then
  if python3 -m venv "$folder/python" && "$folder/python/bin/pip" install --quiet wasmtime; then :; else
    rm -rf "$folder/python"
    echo "bench-wasi: PyPI's wasmtime is left out: python3 with venv and pip could not install it" >&2
    echo "next step: your system's packages python3 and python3-venv, and a way to PyPI" >&2
  fi
fi
node tasks/bench-wasi.js "$folder" "$@"
