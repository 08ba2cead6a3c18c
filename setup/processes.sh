# shellcheck shell=bash
# Starting and stopping children. Each child leads a session of its own: the
# terminal's Ctrl-C reaches this script alone, and the script ends the children
# in the right order.

# How long a child may take to end when asked, before it is killed.
END_SECONDS=10
SERVER_END_SECONDS=60

STEP_PID=
PAGE_PID=
SERVER_PID=

# Becomes the given command, as leader of a new session. Only as `own_session ... &`.
own_session() {
  # 9 is the lock of the set-up: a child that outlives it must not keep it.
  exec 9>&-
  if have setsid; then exec setsid "$@"; fi
  exec python3 -c 'import os, sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])' "$@"
}

# Runs a long step to its end; a signal to this script ends the step and its children.
attended() {
  local status=0
  own_session "$@" &
  STEP_PID=$!
  wait "$STEP_PID" || status=$?
  STEP_PID=
  return "$status"
}

is_alive() { kill -0 "$1" 2>/dev/null; }
session_is_alive() { kill -0 -- "-$1" 2>/dev/null; }

# wait_while SECONDS CHECK PID: fails when the check still holds after that time.
wait_while() {
  local deadline=$((SECONDS + $1))
  while "$2" "$3"; do
    if [ "$SECONDS" -ge "$deadline" ]; then return 1; fi
    sleep 0.1
  done
}

# Ends every process of the session that PID leads.
end_session() {
  if ! session_is_alive "$1"; then return 0; fi
  kill -TERM -- "-$1" 2>/dev/null || true
  wait_while "$END_SECONDS" session_is_alive "$1" && return 0
  note "process $1 did not end when asked; it is killed"
  kill -KILL -- "-$1" 2>/dev/null || true
  wait_while 5 session_is_alive "$1" || true
}

# Asks the leader alone: the server itself stops its worker, then PostgreSQL.
end_server() {
  if is_alive "$1"; then
    kill -TERM "$1" 2>/dev/null || true
    wait_while "$SERVER_END_SECONDS" is_alive "$1" || note "the server did not end within $SERVER_END_SECONDS s"
  fi
  end_session "$1"
}

stop_all() {
  trap 'say "Still stopping: the database is being written out." || true' INT TERM HUP
  local page=$PAGE_PID server=$SERVER_PID step=$STEP_PID
  PAGE_PID='' SERVER_PID='' STEP_PID=''
  if [ -n "$step" ]; then end_session "$step"; fi
  if [ -n "$page" ]; then end_session "$page"; fi
  if [ -n "$server" ]; then end_server "$server"; fi
}

# Saying so may fail, when the terminal is the one that has gone.
interrupted() {
  if [ -n "$SERVER_PID$PAGE_PID" ]; then say "Stopping." || true; fi
  stop_all
  exit "$1"
}

# The exit codes are the shell's own for these signals: 128 and the signal's number.
stop_all_on_exit() {
  # Not ignored, which children would inherit: a write to a reader that has gone just fails.
  trap : PIPE
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  trap 'interrupted 129' HUP
  trap stop_all EXIT
}
