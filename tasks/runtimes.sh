#!/usr/bin/env bash
# Runs a command with BUN and DENO set: to what they name already, or else to the
# programs in the npm packages of tasks/runtimes/, which are installed into
# target/runtimes. They have 200 MB, which is why they are no dependencies of the
# repository. With NO_RUNTIMES=1 nothing is run.
#
#     tasks/runtimes.sh node --test node-harness/test/runtimes/*.test.js
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${NO_RUNTIMES:-}" = 1 ]; then
  echo 'runtimes: NO_RUNTIMES=1, so the tests in Bun and in Deno were NOT run' >&2
  exit 0
fi

folder=${CARGO_TARGET_DIR:-$PWD/target}/runtimes
if { [ -z "${BUN:-}" ] || [ -z "${DENO:-}" ]; } && ! cmp --silent tasks/runtimes/package-lock.json "$folder/installed.json"; then
  echo 'runtimes: installing the npm packages bun and deno' >&2
  mkdir -p "$folder"
  cp tasks/runtimes/package.json tasks/runtimes/package-lock.json "$folder"
  # Their scripts only copy the program from the package for this system to theirs.
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && cp package-lock.json installed.json) >&2 ||
    echo 'runtimes: npm could not install them' >&2
fi

# The first program among those given that runs.
works() {
  for program in "$@"; do
    if "$program" --version >/dev/null 2>&1; then
      command -v "$program"
      return
    fi
  done
  return 1
}
missing() {
  echo "runtimes: there is no $1 that runs here. Next step: a way to the npm registry, for the package $2 in tasks/runtimes/," >&2
  echo "or set $3 to the path of a $1; NO_RUNTIMES=1 leaves the tests in Bun and in Deno out" >&2
  exit 3
}

modules=$folder/node_modules
BUN=$(works ${BUN:+"$BUN"} "$modules"/@oven/bun-*/bin/bun) || missing Bun bun BUN
DENO=$(works ${DENO:+"$DENO"} "$modules"/@deno/*/deno) || missing Deno deno DENO
export BUN DENO DENO_DIR=$folder/deno-cache DENO_NO_UPDATE_CHECK=1
exec "$@"
