#!/usr/bin/env bash
# The bytes of glue, minified, and those of the modules after wasm-opt.
set -euo pipefail
cd "$(dirname "$0")"

out=../../target/09-wasm-bindgen
bin=../../node_modules/.bin
row() {
  "$bin/wasm-opt" -Oz "$2" --output "$out/opt.wasm"
  printf '%-32s %7s %10s %10s\n' "$1" "$(wc -c < "$2")" "$(wc -c < "$out/opt.wasm")" "$("$bin/esbuild" --minify < "$3" | wc -c)"
}

printf '%-32s %7s %10s %10s\n' '' module 'wasm-opt' glue
row 'wasm-bindgen' "$out/bindgen_bg.wasm" "$out/bindgen.js"
row 'wasm-bindgen, our allocator' "$out/tiny_bg.wasm" "$out/tiny.js"
row 'by hand' "$out/by-hand.wasm" by-hand.js
