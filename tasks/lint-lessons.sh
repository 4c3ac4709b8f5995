#!/usr/bin/env bash
# rustfmt and clippy for the packages of the lessons, each of which is a workspace of its own.
set -euo pipefail
cd "$(dirname "$0")/../examples"

for manifest in [0-9]*/Cargo.toml; do
  (
    cd "${manifest%/*}"
    cargo fmt --all --check
    # Not their tests, which for wasm have no place to run.
    cargo clippy --quiet --locked --workspace -- -D warnings
    cargo clippy --quiet --locked --workspace --examples -- -D warnings
  )
done
