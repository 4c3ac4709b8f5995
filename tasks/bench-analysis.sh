#!/usr/bin/env bash
# How long do answers about a module take, and how much memory, against twiggy?
# Installs twiggy into target/twiggy, and runs tasks/bench-analysis.js. Its
# argument is the number of rounds.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
cargo build --quiet --profile tool -p size-report
cargo install --quiet --locked --root "$target/twiggy" twiggy@0.8.0
node tasks/bench-analysis.js "$target" "$@"
