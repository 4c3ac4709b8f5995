#!/usr/bin/env bash
# rustfmt and clippy for the packages of the lessons, each of which is a workspace of its own.
set -euo pipefail
cd "$(dirname "$0")/../examples"

for manifest in [0-9]*/Cargo.toml; do
  (
    cd "${manifest%/*}"
    cargo fmt --all --check
    cargo clippy --quiet --locked --workspace --lib --bins --examples -- -D warnings
  )
done
