#!/usr/bin/env bash
# What cargo runs a WASI program with: wasmtime-runner, built if need be. The
# folder is left for it, so that guest-wasi's configuration does not apply to it.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
(cd "$root" && cargo build --quiet --package wasmtime-runner)
exec "${CARGO_TARGET_DIR:-$root/target}/debug/wasmtime-runner" run "$@"
