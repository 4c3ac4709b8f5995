#!/usr/bin/env bash
# Slims every module of the npm packages in tasks/corpus.txt: the result has to be
# valid, not larger, not made smaller by slimming it again, and, of the packages
# that tasks/corpus-run.js knows, to do what it did before.
#
# The packages are pinned by version and checksum and kept in target/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${CARGO_TARGET_DIR:-$PWD/target}/corpus
mkdir -p "$folder"
cargo build --quiet --profile tool -p size-report
tool=${CARGO_TARGET_DIR:-$PWD/target}/tool/size-report

while read -r package integrity; do
    name=$(tr '/@' '--' <<< "${package#@}")
    archive=$folder/$name.tgz
    if [ ! -f "$archive" ]; then
        rm -rf "$folder/packing" && mkdir "$folder/packing"
        npm pack --silent --pack-destination "$folder/packing" "$package" > /dev/null
        mv "$folder"/packing/*.tgz "$archive"
    fi
    found=sha512-$(openssl dgst -sha512 -binary "$archive" | base64 --wrap=0)
    if [ "$found" != "$integrity" ]; then
        echo "$archive is not what tasks/corpus.txt pins: $found" >&2
        echo "next step: delete it, so that it is fetched again" >&2
        exit 1
    fi
    for side in whole slim; do
        rm -rf "${folder:?}/$side/$name" && mkdir -p "$folder/$side/$name"
        tar --extract --gzip --file "$archive" --directory "$folder/$side/$name" --strip-components 1
    done
done < tasks/corpus.txt

status=0
while read -r module; do
    slim=$folder/slim/$module
    "$tool" slim "$folder/whole/$module" --output "$slim" 2> "$folder/said" || { cat "$folder/said"; status=1; continue; }
    head -n 1 "$folder/said" | sed "s,^$folder/whole/,,"
    "$tool" slim "$slim" --output "$folder/again.wasm" 2> /dev/null
    cmp "$slim" "$folder/again.wasm" || status=1
    if [ "$(stat -c %s "$slim")" -gt "$(stat -c %s "$folder/whole/$module")" ]; then
        echo "$module became larger"; status=1
    fi
done < <(cd "$folder/whole" && find . -name '*.wasm' -printf '%P\n' | sort)

for side in whole slim; do
    node tasks/corpus-run.js "$folder/$side" > "$folder/$side.txt" || status=1
done
if [ -s "$folder/whole.txt" ] && diff "$folder/whole.txt" "$folder/slim.txt"; then
    echo "$(wc -l < "$folder/slim.txt") lines of results are the same"
else
    status=1
fi
exit $status
