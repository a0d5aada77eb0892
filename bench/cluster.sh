#!/usr/bin/env bash
# Runs a workload of the bench on servers that share a PostgreSQL of their own: a fresh one on
# loopback, in a folder that is removed at the end, with its defaults (each commit on disk).
#
#   ./bench/cluster.sh SERVERS BUS WORKLOAD [arguments of the workload]
#   ./bench/cluster.sh 1 postgres messages --outstanding 1,16
#   ./bench/cluster.sh 2 postgres messages --outstanding 1,16
#   ./bench/cluster.sh 2 redis fanout --members 500
#
# BUS is postgres or redis, whose server is then started too. There are 500 users in pairs, all in a
# group too. Run as root, PostgreSQL is run as the user postgres.
set -euo pipefail
cd -P "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

servers=${1:-} bus=${2:-}
case $servers:$bus in
  [1-9]:postgres | [1-9]:redis) shift 2 ;;
  *) sed -n '5,8s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
[ $# -gt 0 ] || { say "Which workload? messages or fanout."; exit 2; }

initdb=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || true)
bin=$(dirname "$(readlink -f "${initdb:-.}")")
[ -x "$bin/initdb" ] || { say "There is no initdb: install PostgreSQL."; exit 1; }
[ "$bus" = postgres ] || command -v redis-server >/dev/null || { say "There is no redis-server."; exit 1; }

unset VESTNIK_DATABASE VESTNIK_BUS VESTNIK_CONFIG
# Where the user postgres can get to, and without a space in it.
folder=$(mktemp -d /tmp/vestnik-cluster.XXXXXX)
chmod 755 "$folder"
pids=()

as_postgres() {
  if [ "$(id -u)" = 0 ]; then (cd / && su postgres -c "$*"); else (cd / && eval "$*"); fi
}

finish() {
  trap - EXIT
  trap '' INT TERM
  [ ${#pids[@]} = 0 ] || kill "${pids[@]}" 2>/dev/null || true
  wait
  as_postgres "$bin/pg_ctl -D $folder/pg/data -m fast stop" >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap 'finish; exit 130' INT TERM
trap finish EXIT

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { printf '%s' "$port"; return; }
  done
}

# Until a file says it, a minute at most.
await() {
  local i
  for i in $(seq 600); do
    ! grep -q "$2" "$1" 2>/dev/null || return 0
    sleep 0.1
  done
  say "Not ready within a minute:"; cat "$1" >&2; return 1
}

port=$(free_port)
mkdir "$folder/pg"
[ "$(id -u)" != 0 ] || chown postgres "$folder/pg"
as_postgres "$bin/initdb -E UTF8 --locale=C -A trust -U postgres -D $folder/pg/data" >/dev/null
as_postgres "$bin/pg_ctl -w -D $folder/pg/data -l $folder/pg/log start \
  -o '-p $port -k $folder/pg -c listen_addresses=127.0.0.1'" >/dev/null
as_postgres "$bin/createdb -h 127.0.0.1 -p $port -U postgres vestnik"
url=postgresql://postgres@127.0.0.1:$port/vestnik

./vestnik bench prepare --data "$folder/data" --users 500 --personal 0 --groups 0 --big 10 --each 10 \
  --crowd 500 >&2
./vestnik migrate --from "$folder/data" --to "$url" >&2

options=()
if [ "$bus" = redis ]; then
  at=$(free_port)
  redis-server --port "$at" --bind 127.0.0.1 --save "" --dir "$folder" >"$folder/redis" 2>&1 &
  pids+=($!)
  await "$folder/redis" 'Ready to accept'
  options+=(--bus "redis://127.0.0.1:$at")
fi
addresses= processes=
for n in $(seq "$servers"); do
  ./vestnik serve --listen 127.0.0.1:0 --database "$url" --data "$folder/server-$n" --limits off \
    ${options[@]+"${options[@]}"} >"$folder/$n" 2>&1 &
  pids+=($!)
  processes+=${processes:+,}$!
  await "$folder/$n" 'ready: ws:'
  addresses+=${addresses:+,}$(sed -n 's|.*ready: ws://\([^/]*\)/.*|\1|p' "$folder/$n")
done
# In the background, for bash hears a signal only between two commands.
./vestnik bench "$@" --connect "$addresses" --data "$folder/data" --server-pid "$processes" &
pids+=($!)
wait $!
