#!/usr/bin/env bash
# Installs what is missing: the toolchain of rust-toolchain.toml with its wasm
# targets, and the npm packages of package-lock.json. Says what it cannot install
# itself, and how to get it. Quick when there is nothing to do.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v rustup >/dev/null || missing+=("rustup: https://rustup.rs, or your system's package rustup")
command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null ||
  missing+=("a C compiler (cc): your system's package gcc or clang; on macOS, xcode-select --install")
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  missing+=("Node 20 or later, with npm: https://nodejs.org, or your system's packages nodejs and npm")
elif [ "$(node -p 'process.versions.node.split(".")[0] >= 20')" != true ]; then
  missing+=("Node 20 or later: this is $(node --version); https://nodejs.org")
fi
if [ ${#missing[@]} -gt 0 ]; then
  printf 'setup: missing %s\n' "${missing[@]}" >&2
  exit 3
fi

# Automatic installation may be switched off, so that merely naming the
# toolchain in a file is not enough: ask for it.
installed() {
  rustc --version && cargo clippy --version && cargo fmt --version
  for target in wasm32-unknown-unknown wasm32-wasip1 wasm32-wasip2; do
    [ -d "$(rustc --print target-libdir --target "$target")" ]
  done
} >/dev/null 2>&1
if ! installed; then
  echo 'setup: installing the toolchain of rust-toolchain.toml' >&2
  rustup toolchain install --no-self-update || {
    echo 'setup: rustup could not install it. With a rustup older than 1.28: rustup self update' >&2
    exit 3
  }
  installed || { echo 'setup: the toolchain is still incomplete: rustup show' >&2; exit 3; }
fi

if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo 'setup: installing the npm packages of package-lock.json' >&2
  npm ci --no-audit --no-fund --loglevel=error >&2
fi
