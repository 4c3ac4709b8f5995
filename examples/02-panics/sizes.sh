#!/usr/bin/env bash
# A row for each step, a column for each profile, and what slim makes of the last one.
set -euo pipefail
built=../../target/wasm32-unknown-unknown
slim=$(mktemp)

echo '| step | release | lto | small | slim |'
echo '|---|---:|---:|---:|---:|'
for step in indexing check option unchecked format message trap narrow; do
  ../../target/debug/size-report slim $built/small/examples/$step.wasm --output "$slim" 2> /dev/null
  sizes=$(wc -c $built/{release,lto,small}/examples/$step.wasm "$slim" | awk '!/total/ { printf " %d B |", $1 }')
  echo "| $step |$sizes" | sed -E 's/([0-9])([0-9]{3}) B/\1,\2 B/g'
done
rm "$slim"
