#!/usr/bin/env bash
# Packs the program as it is released: dist/portico-VERSION-SYSTEM.tar.xz, its SHA-256 beside it, and a list of what is in
# it. Then unpacks that in an empty folder and shows that the demo opens from it alone, within ten seconds.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v xz >/dev/null || { echo "Please install xz (on Debian: apt-get install xz-utils)" >&2; exit 1; }
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=portico-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
packed=$name.tar.xz

cargo build --release --locked -p portico
rm -rf "dist/$name" && mkdir -p "dist/$name"
cp target/release/portico LICENSE "dist/$name/"
cp -r docs blueprints "dist/$name/"
strip "dist/$name/portico"
# Each crate that is in the program, with its licence.
cargo tree --locked -p portico --edges normal --prefix none --format '{p} {l}' | sed 's/ (\/[^)]*)//; s/ (\*)$//' |
    sort -u >"dist/$name/CRATES.txt"
# The same sources make the same file.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$(git log -1 --format=%ct)" -C dist -cf - "$name" |
    xz -9e >"dist/$packed"
(cd dist && sha256sum "$packed" >"$packed.sha256")
rm -rf "dist/${name:?}"

trial=$(mktemp -d)
finish() {
    [ -z "${demo:-}" ] || { kill "$demo" && wait "$demo"; } 2>/dev/null || true
    rm -rf "$trial"
}
trap finish EXIT
(cd dist && sha256sum --check --quiet "$packed.sha256")
tar -xJf "dist/$packed" -C "$trial"
here=(env -i HOME="$trial" PORTICO_LISTEN="127.0.0.1:$((20000 + RANDOM % 20000))" "$trial/$name/portico")
cd "$trial"
begun=$(date +%s%N)
"${here[@]}" demo >demo.log 2>&1 &
demo=$!
until "${here[@]}" health 2>/dev/null; do
    if (($(date +%s%N) - begun > 10000000000)) || ! kill -0 "$demo" 2>/dev/null; then
        cat demo.log >&2
        echo "The demo did not open within ten seconds" >&2
        exit 1
    fi
    sleep 0.1
done
echo "dist/$packed: $(($(stat -c %s "$OLDPWD/dist/$packed") >> 20)) MB; the demo opened after $((($(date +%s%N) - begun) / 1000000)) ms"
