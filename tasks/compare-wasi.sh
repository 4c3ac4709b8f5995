#!/usr/bin/env bash
# How many cases of WASI does each host pass, and what does it weigh? Builds the
# guest and the runner, installs the package @bjorn3/browser_wasi_shim below target/,
# and runs tasks/compare-wasi.js.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
export WASMTIME_RUNNER=${WASMTIME_RUNNER:-$target/debug/wasmtime-runner}
(cd guest-wasi && cargo build --quiet --release)
[ -x "$WASMTIME_RUNNER" ] || cargo build --quiet -p wasmtime-runner
npm install --prefix "$target/compare-wasi" --no-save --no-audit --no-fund --loglevel=error @bjorn3/browser_wasi_shim@0.4.2 >&2
node tasks/compare-wasi.js "$target"
