#!/usr/bin/env bash
# Measures the start-up (from nothing, and with the database there) and the memory of the release build, or of PROGRAM.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

program=${1:-target/release/edit-factory}
folder=$(mktemp -d)
chmod 755 "$folder"
server=0
trap '[ "$server" = 0 ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT

# Starts the server and prints the milliseconds until it is ready.
start() {
  local began
  began=$(date +%s%N)
  "$program" serve --bind 127.0.0.1:18765 --data-dir "$folder/data" 2>"$folder/log" &
  server=$!
  until curl --silent --fail --output /dev/null http://127.0.0.1:18765/readyz; do
    kill -0 "$server" || { cat "$folder/log" >&2; exit 1; }
    sleep 0.01
  done
  echo "$((($(date +%s%N) - began) / 1000000))"
}

stop() {
  kill "$server"
  wait "$server" || true
  server=0
}

start >"$folder/ms"
echo "start-up from nothing (initdb and migrations): $(cat "$folder/ms") ms"
stop
start >"$folder/ms"
echo "start-up again: $(cat "$folder/ms") ms"
echo "memory of the server, idle: $(awk '/VmRSS/ {print $2}' "/proc/$server/status") kB"
stop
