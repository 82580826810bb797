#!/usr/bin/env bash
# Makes what tests/it/upgrade.rs begins with: the databases that the demo of an earlier release leaves behind, on SQLite
# and on PostgreSQL. scripts/upgrade-fixture.sh [COMMIT] [NAME]; as it stands, the end of issue 2.
set -euo pipefail
cd "$(dirname "$0")/.."

commit=${1:-b80db11b3fedcb6a6eb527b60d3d7dcdad35115d}
name=${2:-issue-2}
fixtures=$PWD/tests/fixtures/upgrade
work=$(mktemp -d)
# The account that serves PostgreSQL has to get in.
chmod 755 "$work"
demo=
finish() {
    [ -z "$demo" ] || { kill "$demo" && wait "$demo"; } 2>/dev/null || true
    scripts/postgres.sh stop "$work/server"
    git worktree remove --force "$work/source" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

git worktree add --detach "$work/source" "$commit" >/dev/null
# The styles are part of the program; which of them are shown does not matter here.
if [ -d web/node_modules ]; then cp -r web/node_modules "$work/source/web/node_modules"; fi
(cd "$work/source" && make -s web && CARGO_TARGET_DIR="$work/target" cargo build --locked -p portico)

# Shows the demo until its small file is imported, then stops it as a service manager would.
shown() {
    env -C "$work" PORTICO_DATA="$1" PORTICO_LISTEN="127.0.0.1:$((20000 + RANDOM % 20000))" "$work/target/debug/portico" demo \
        >"$work/demo.log" 2>&1 &
    demo=$!
    for _ in $(seq 600); do
        [ ! -f "$1/demo/retail.done" ] || break
        kill -0 "$demo" 2>/dev/null || { cat "$work/demo.log" >&2; exit 1; }
        sleep 0.5
    done
    [ -f "$1/demo/retail.done" ] || { cat "$work/demo.log" >&2; exit 1; }
    # What follows from the journal follows within a moment.
    sleep 3
    kill "$demo"
    wait "$demo" || true
    demo=
}

mkdir -p "$fixtures"
shown "$work/sqlite"
[ ! -s "$work/sqlite/portico.db-wal" ] || { echo "The log was not put back into the file" >&2; exit 1; }
gzip -9 -n -c "$work/sqlite/portico.db" >"$fixtures/$name.sqlite.gz"

scripts/postgres.sh start "$work/server"
PORTICO_DATABASE=$(scripts/postgres.sh create "$work/server")
export PORTICO_DATABASE
shown "$work/postgres"
pg_dump --no-owner --no-acl --dbname="$PORTICO_DATABASE" | grep -v '^\\\(un\)\?restrict ' | gzip -9 -n >"$fixtures/$name.sql.gz"
ls -l "$fixtures"
