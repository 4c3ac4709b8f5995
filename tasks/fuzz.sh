#!/usr/bin/env bash
# Runs every fuzz target of the allocators for a number of seconds, its argument.
# It takes a nightly toolchain and cargo-fuzz, which tasks/nightly.sh installs; where there
# is none, this says so.
# What it finds fails under `cargo test` too: the bodies are those of tests/script.rs.
set -euo pipefail
cd "$(dirname "$0")/../alloc-shim"
PATH=$PATH:$PWD/../target/tools/bin

if ! rustup toolchain list | grep -q '^nightly' || ! cargo +nightly fuzz --version >/dev/null 2>&1; then
  echo 'fuzz: nothing was run (tasks/nightly.sh installs what it takes)' >&2
  exit 0
fi
unset CARGO_TARGET_DIR # the nightly build is in fuzz/target
for target in $(cargo +nightly fuzz list); do
  echo "fuzz: $target, ${1:-20} seconds"
  mkdir -p "fuzz/corpus/$target"
  cargo +nightly fuzz run "$target" -- -max_total_time="${1:-20}" -max_len=4000 -verbosity=0
done
