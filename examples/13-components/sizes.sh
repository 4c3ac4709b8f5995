#!/usr/bin/env bash
# A table: the bytes of each file as it was made, what `size-report slim` leaves of them, and what of that is a module.
set -euo pipefail
cd "$(dirname "$0")"

size_report=../../target/debug/size-report
slim=../../target/13-components/slim.wasm

figure() { echo "$1 B" | sed -E 's/([0-9])([0-9]{3} )/\1,\2/'; }
row() {
  "$size_report" slim "$2" --output "$slim" 2> /dev/null
  small=$(wc -c < "$slim")
  # In a component, the sections of its modules are named so; a module is all of itself.
  modules=$("$size_report" sections "$slim" | tr -d , | awk '/ module\[/ { bytes += $1 } END { print bytes }')
  echo "| $1 | $(figure $(wc -c < "$2")) | $(figure "$small") | $(figure "${modules:-$small}") |"
}

echo '| | as made | slim | of which modules |'
echo '|---|---:|---:|---:|'
# #region rows
row 'by the contract of this repository' by-hand.wasm
row 'the component in text format' guest.wasm
row 'the component by hand in Rust' component.wasm
row 'wit-bindgen, our allocator, no `std`' tiny.wasm
row 'wit-bindgen' bindgen.wasm
# #endregion rows
