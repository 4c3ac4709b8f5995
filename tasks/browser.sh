#!/usr/bin/env bash
# Runs a command with CHROMIUM set to a Chromium: the one that CHROMIUM names, or
# one on the path, or else Debian's package, which root has installed. Says how to
# get one if none of them is to be had. With NO_BROWSER=1 nothing is run.
#
#     tasks/browser.sh node --test size-report/tests/browser/*.test.js
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${NO_BROWSER:-}" = 1 ]; then
  echo 'browser: NO_BROWSER=1, so the tests in a browser were NOT run' >&2
  exit 0
fi

found() {
  if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM"
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome
  fi
}

install() {
  echo 'browser: installing the package chromium' >&2
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null
}

if ! browser=$(found); then
  if [ -n "${CHROMIUM:-}" ]; then
    echo "browser: CHROMIUM is $CHROMIUM, which is no program. Next step: give the path of a Chromium, or unset it" >&2
    exit 3
  fi
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || ! install || ! browser=$(found); then
    echo 'browser: there is no chromium, chromium-browser or google-chrome on the path, and none could be installed.' >&2
    echo 'Next step: install Chromium (Debian: apt-get install chromium), or set CHROMIUM to the path of one;' >&2
    echo 'NO_BROWSER=1 leaves the tests in a browser out' >&2
    exit 3
  fi
fi
CHROMIUM=$browser exec "$@"
