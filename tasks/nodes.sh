#!/usr/bin/env bash
# Runs a command with NODES set to a folder that has several versions of Node, as
# npm packages: node-20-…/bin/node and so on. They are those of tasks/nodes/,
# installed into target/nodes. They have 740 MB, which is why they are no
# dependencies of the repository. With NO_RUNTIMES=1 nothing is run.
#
#     tasks/nodes.sh node examples/12-beyond-the-mvp/support.js 'Node 20'
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${NO_RUNTIMES:-}" = 1 ]; then
  echo 'nodes: NO_RUNTIMES=1, so other versions of Node were NOT tried' >&2
  exit 0
fi

folder=${CARGO_TARGET_DIR:-$PWD/target}/nodes
if ! cmp -s tasks/nodes/package-lock.json "$folder/installed.json"; then
  echo 'nodes: installing the npm packages of Node 20, 22, 24 and 26' >&2
  mkdir -p "$folder"
  cp tasks/nodes/package.json tasks/nodes/package-lock.json "$folder"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json installed.json) >&2 ||
    echo 'nodes: npm could not install them' >&2
fi
for version in 20 22 24 26; do
  if ! "$folder/node_modules/node-$version"-*/bin/node --version >/dev/null 2>&1; then
    echo "nodes: there is no Node $version that runs here. Next step: a way to the npm registry, for the packages in tasks/nodes/;" >&2
    echo 'for a system that is not among them, add its package there; NO_RUNTIMES=1 leaves other versions of Node out' >&2
    exit 3
  fi
done
NODES=$folder/node_modules exec "$@"
