#!/usr/bin/env bash
# Two Workers in one heap. A memory can only be shared if all of the module was
# compiled for threads, the standard library as well: that takes its source, and
# a compiler that lets unstable features in. Where there is no source, this says so.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
if [ ! -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/core/Cargo.toml" ] && ! rustup component add rust-src; then
  echo 'threads: there is no source of the standard library, so nothing was run (rustup component add rust-src)' >&2
  exit 0
fi
flags='target.wasm32-unknown-unknown.rustflags = ["-Ctarget-feature=+atomics",
  "-Clink-args=--import-memory --shared-memory --max-memory=1073741824 --export=__stack_pointer"]'
RUSTC_BOOTSTRAP=1 cargo contract --quiet -Zbuild-std=core --config "$flags" --target-dir "$target/threads"
THREADS_WASM=$target/threads/wasm32-unknown-unknown/release/alloc_contract.wasm node --test alloc-shim/tests/threads/threads.test.js
