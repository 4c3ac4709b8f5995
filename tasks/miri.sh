#!/usr/bin/env bash
# Runs the tests of the allocators under Miri, with both of its aliasing models.
# Miri is part of some nightly toolchains; where there is none, this says so.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! rustup toolchain list | grep -q '^nightly'; then
  echo 'miri: there is no nightly toolchain, so nothing was run (tasks/nightly.sh installs one)' >&2
  exit 0
fi
if ! cargo +nightly miri --version >/dev/null 2>&1 &&
  ! rustup component add --toolchain nightly miri rust-src; then
  echo 'miri: this nightly has none, so nothing was run (rustup update nightly)' >&2
  exit 0
fi

# An interpreter has one thread, so that both models take no longer than one. What leaks
# by design, HostMalloc without `host-free`, is a case by itself.
run() {
  echo "miri: ${1:-stacked borrows}"
  MIRIFLAGS="-Zmiri-strict-provenance $1" cargo +nightly miri test --quiet -p alloc-shim
  MIRIFLAGS="-Zmiri-strict-provenance -Zmiri-ignore-leaks $1" \
    cargo +nightly miri test --quiet -p alloc-shim --test contract -- --ignored host_malloc
}
run '' &
stacked=$!
run -Zmiri-tree-borrows
wait "$stacked"
