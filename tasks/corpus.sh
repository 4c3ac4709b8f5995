#!/usr/bin/env bash
# Fetches the corpus: the npm packages in tasks/corpus.txt, each pinned by version
# and checksum, with the modules in it that are looked at. Archives and unpacked
# packages are kept in target/corpus; what is there already is not fetched again.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${CARGO_TARGET_DIR:-$PWD/target}/corpus
rm -rf "$folder/modules"
mkdir -p "$folder/archives" "$folder/packages"

while read -r package integrity modules; do
    name=$(tr '/@' '--' <<< "${package#@}")
    archive=$folder/archives/$name.tgz
    if [ ! -f "$archive" ]; then
        packing=$(mktemp -d "$folder/packing.XXXXXX")
        npm pack --silent --pack-destination "$packing" "$package" > /dev/null
        mv "$packing"/*.tgz "$archive" && rmdir "$packing"
    fi
    found=sha512-$(openssl dgst -sha512 -binary "$archive" | base64 --wrap=0)
    if [ "$found" != "$integrity" ]; then
        echo "$archive is not what tasks/corpus.txt pins: $found" >&2
        echo "next step: delete it, so that it is fetched again" >&2
        exit 1
    fi
    whole=$folder/packages/$name
    if [ ! -d "$whole" ]; then
        rm -rf "$whole.part" && mkdir "$whole.part"
        tar --extract --gzip --file "$archive" --directory "$whole.part" --strip-components 1
        mv "$whole.part" "$whole"
    fi
    for module in $modules; do
        linked=$folder/modules/$name/$module
        mkdir -p "${linked%/*}" && ln "$whole/$module" "$linked"
    done
done < tasks/corpus.txt
