#!/usr/bin/env bash
# Starts an ejabberd from the distribution's packages on loopback, in a folder of its own, with its
# archive on and all its data in SQLite; ends it, and removes the folder, at Ctrl-C.
#
#   ./ejabberd.sh install         installs the package (as root) and stops the service it starts
#   ./ejabberd.sh [USERS [PORT [MESSAGES]]]
#                                 runs one with users user1 … userN (200) on the port (15222), and
#                                 so many messages (0) in the archive that user1 has with user2
set -euo pipefail

say() { printf '%s\n' "$*"; }

if [ "${1:-}" = install ]; then
  # A package starts its server at once; a policy of 101 keeps it from doing so.
  policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; ours=yes; }
  apt-get install -y --no-install-recommends ejabberd erlang-p1-sqlite3 sqlite3 || status=$?
  [ -z "${ours:-}" ] || rm -f "$policy"
  exit "${status:-0}"
fi

users=${1:-200}
port=${2:-15222}
messages=${3:-0}
command -v ejabberdctl >/dev/null || { say "There is no ejabberdctl: ./ejabberd.sh install"; exit 1; }
command -v sqlite3 >/dev/null || { say "There is no sqlite3: ./ejabberd.sh install"; exit 1; }

# ejabberdctl lets nobody else in, and says so in no words.
case $(id -un) in
  root) as_itself=(setpriv --reuid=ejabberd --regid=ejabberd --init-groups
    env HOME=/var/lib/ejabberd) ;; # by su, as ejabberdctl would do it, the open files are lost
  ejabberd) as_itself=() ;;
  *) say "Only root and the user ejabberd can start it."; exit 1 ;;
esac

# Each session takes an open file, and who runs out of them lets the others wait without a word.
ulimit -n $((users + 4096)) 2>/dev/null || ulimit -n "$(ulimit -Hn)"

folder=$(mktemp -d)
started=no
schema=
for file in /usr/share/ejabberd/sql/lite.sql /usr/lib/*/ejabberd-*/priv/sql/lite.sql \
  /usr/lib/*/*/ejabberd-*/priv/sql/lite.sql; do
  [ -e "$file" ] && schema=$file
done
[ -n "$schema" ] || { say "No lite.sql of ejabberd was found."; exit 1; }

control() {
  ${as_itself[@]+"${as_itself[@]}"} ejabberdctl \
    --config "$folder/ejabberd.yml" --ctl-config "$folder/ejabberdctl.cfg" \
    --logs "$folder" --spool "$folder" --node "bench@localhost" "$@"
}

# Told twice, it still ends what it has started.
finish() {
  trap - EXIT
  trap '' INT TERM
  if [ "$started" = yes ]; then
    control stop >/dev/null 2>&1 || true
    control stopped >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}
trap 'finish; exit 0' INT TERM
trap finish EXIT

cat >"$folder/ejabberd.yml" <<TEXT
hosts: [localhost]
loglevel: error
listen:
  - {port: $port, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144, shaper: none,
     backlog: 1024}
auth_method: sql
auth_password_format: plain
default_db: sql
sql_type: sqlite
sql_database: "$folder/ejabberd.db"
shaper: {}
acl: {local: {user_regexp: ""}}
access_rules: {local: {allow: local}}
modules:
  mod_disco: {}
  mod_roster: {db_type: sql}
  mod_offline: {db_type: sql}
  mod_mam: {db_type: sql, default: always, assume_mam_usage: true}
  mod_muc:
    host: conference.localhost
    db_type: sql
    access: all
    access_create: all
    access_persistent: all
    max_users: 6000
    default_room_options: {persistent: true, mam: true, max_users: 6000}
  mod_stream_mgmt: {}
TEXT
: >"$folder/ejabberdctl.cfg"

# Signing up over the wire is not what is measured: the users are written into the database.
sqlite3 "$folder/ejabberd.db" <"$schema"
{
  say "begin;"
  for n in $(seq 1 "$users"); do
    say "insert into users (username, password) values ('user$n', 'secret');"
  done
  # One a second from the beginning of 2023 on.
  [ "$messages" = 0 ] || cat <<SQL
insert into archive (username, timestamp, peer, bare_peer, xml, txt, kind, nick)
  with recursive n (i) as (select 1 union all select i + 1 from n where i < $messages)
  select 'user1', (1672531200 + i) * 1000000, 'user2@localhost/bench', 'user2@localhost',
    '<message xmlns=''jabber:client'' type=''chat'' from=''user2@localhost/bench'''
      || ' to=''user1@localhost''><body>' || printf('%0100d', i) || '</body></message>',
    printf('%0100d', i), 'chat', ''
  from n;
SQL
  say "commit;"
} | sqlite3 "$folder/ejabberd.db"
chmod -R a+rwX "$folder"
cd "$folder"

# Until it answers a stream's head with what it offers.
answers() {
  local part
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf '%s' "<stream:stream to='localhost' version='1.0' xmlns='jabber:client'" \
    " xmlns:stream='http://etherx.jabber.org/streams'>" >&3
  IFS= read -r -d '>' -t 5 part <&3 && IFS= read -r -d '>' -t 5 part <&3
  local status=$?
  exec 3>&-
  return $status
}

began=$(date +%s%N)
control start || { say "ejabberd does not start, or one of that name runs already."; exit 1; }
started=yes
until (answers) 2>/dev/null; do
  if [ $(($(date +%s%N) - began)) -ge 60000000000 ]; then
    say "ejabberd does not answer within a minute:"
    cat "$folder"/*.log
    exit 1
  fi
  sleep 0.02
done
took=$((($(date +%s%N) - began) / 1000000))
pid=$(pgrep -f 'beam.*bench@localhost' | head -n 1 || true)
say "ejabberd is ready on 127.0.0.1:$port with $users users${pid:+, process $pid}: it answered after $took ms; Ctrl-C ends it"
while :; do sleep 3600 & wait $!; done
