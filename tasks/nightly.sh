#!/usr/bin/env bash
# Installs what Miri and fuzzing take: a nightly toolchain with Miri and the source of
# the standard library, and cargo-fuzz in target/tools. What cannot be had is left out,
# and said; `make test-miri` and `make test-fuzz` then say that nothing was run.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cargo +nightly miri --version >/dev/null 2>&1; then
  echo 'nightly: installing the nightly toolchain with Miri' >&2
  rustup toolchain install nightly --no-self-update --profile minimal --component miri,rust-src ||
    { echo 'nightly: rustup could not install it; Miri and fuzzing are left out' >&2; exit 0; }
fi
if ! PATH=$PATH:$PWD/target/tools/bin cargo +nightly fuzz --version >/dev/null 2>&1; then
  echo 'nightly: installing cargo-fuzz' >&2
  cargo install --quiet --locked --root target/tools cargo-fuzz@0.13.2 ||
    echo 'nightly: cargo-fuzz could not be installed; fuzzing is left out' >&2
fi
