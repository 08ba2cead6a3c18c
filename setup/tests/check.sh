# shellcheck shell=bash
# What the shell tests share. Sourced by them, never run.

# shellcheck disable=SC2034  # used by those that source this
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$(mktemp -d)
HELD=()

# The stand-ins end with the test, and so does its folder.
clean_up() {
  local pid
  for pid in "${HELD[@]:-}" $(sed -n 's/^pid //p' "$WORK"/*/notes 2>/dev/null); do
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi
  done
  rm -rf "$WORK"
}
trap clean_up EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

expect_equal() { [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"; }
expect_contains() { [[ $3 == *"$2"* ]] || fail "$1: '$2' is not in: $3"; }
expect_gone() { ! kill -0 "$2" 2>/dev/null || fail "$1: process $2 is still there"; }
passed() { printf 'ok: %s\n' "$*"; }

# free_ports COUNT: so many ports that nobody uses, none of them twice.
free_ports() {
  python3 -c 'import socket, sys
held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in held))' "$1"
}

# hold_port ADDRESS: a listener on a free port; sets HOLDER and PORT once it listens.
hold_port() {
  mkfifo "$WORK/held.$1"
  python3 -c 'import socket, sys, time
s = socket.socket(); s.bind((sys.argv[1], 0)); s.listen(); print(s.getsockname()[1], flush=True); time.sleep(600)' "$1" >"$WORK/held.$1" &
  HOLDER=$!
  HELD+=("$HOLDER")
  # shellcheck disable=SC2034  # used by the caller
  read -r PORT <"$WORK/held.$1"
}
