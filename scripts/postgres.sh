#!/usr/bin/env bash
# Starts or stops a private PostgreSQL: scripts/postgres.sh start|stop|create|url DIR [durable]
# `create` makes an empty database and prints its address. Its data lie in DIR, it listens on a socket there and on no port. Without `durable` it does not wait for the disk.
set -euo pipefail

action=$1
dir=$(mkdir -p "$2" && cd "$2" && pwd)
durable=${3:-}
bin=$(dirname "$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1 || true)")
if [ ! -x "$bin/initdb" ]; then
    echo "PostgreSQL's programs (initdb, pg_ctl) are not installed: install the package 'postgresql', or leave PostgreSQL out" >&2
    exit 1
fi

# The server refuses to run as root, so root borrows the account its package made.
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

sock=$dir/socket
case $action in
    start)
        [ "$(id -u)" = 0 ] && chown postgres "$dir"
        if [ ! -f "$dir/data/PG_VERSION" ]; then
            as "$bin/initdb" -D "$dir/data" -U portico --auth=trust --encoding=UTF8 --locale=C >"$dir/initdb.log" 2>&1
        fi
        as mkdir -p "$sock"
        if ! as "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
            options="-c listen_addresses='' -c unix_socket_directories='$sock' -c max_connections=300"
            [ -n "$durable" ] || options="$options -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
            as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/server.log" -o "$options" start >/dev/null
        fi
        ;;
    stop)
        as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
        ;;
    create)
        name=story_$(date +%s%N)_$$
        PGOPTIONS='' psql -q -h "$sock" -U portico -d postgres -c "CREATE DATABASE $name"
        echo "postgres://portico@${sock//\//%2F}/$name"
        ;;
    url) echo "postgres://portico@${sock//\//%2F}" ;;
    *) echo "start, stop, create or url" >&2; exit 2 ;;
esac
