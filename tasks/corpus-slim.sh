#!/usr/bin/env bash
# Slims every module of the corpus in a copy of its package, and uses the packages
# that tasks/corpus-run.js knows, before and after: they have to do the same.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-$PWD/target}
corpus=$target/corpus
rm -rf "$corpus/slim"
# Hard links: a module is replaced by a new file, and what is not replaced is not copied.
cp --archive --link "$corpus/packages" "$corpus/slim"
(cd "$corpus/modules" && find . -name '*.wasm') | while read -r module; do
    said=$("$target/tool/size-report" slim "$corpus/modules/$module" --output "$corpus/slim/$module" 2>&1) ||
        { echo "$said" >&2; exit 1; }
done
for side in packages slim; do
    node tasks/corpus-run.js "$corpus/$side" > "$corpus/$side.txt" 2> "$corpus/$side.stderr"
done
diff "$corpus/packages.txt" "$corpus/slim.txt"
awk -F: '/^[A-Za-z0-9_-]+: / { uses[$1]++ } END { for (use in uses) print uses[use], "results of", use, "are the same" }' "$corpus/slim.txt" | sort -k 4
