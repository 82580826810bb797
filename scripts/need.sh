#!/usr/bin/env bash
# Installs what is named and the machine lacks (as root, by apt), or says what to install: scripts/need.sh chromium postgresql
set -euo pipefail

has() {
    case $1 in
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        postgresql) command -v pg_ctl || ls /usr/lib/postgresql/*/bin/pg_ctl ;;
        *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

missing=()
for name in "$@"; do has "$name" || missing+=("$name"); done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
else
    echo "Please install: ${missing[*]} (on Debian: apt-get install ${missing[*]})" >&2
    exit 1
fi
