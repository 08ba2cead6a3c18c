#!/usr/bin/env bash
# The server and the page, as stand-ins, are started, watched and stopped.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/check.sh"

# Writes a script that runs the two as start-dev.sh does: write_runner NAME SERVER PAGE [SECONDS]
# SECONDS: how long the page may take to its end.
write_runner() {
  local api page
  read -r api page < <(free_ports 2)
  cat >"$WORK/$1.sh" <<RUNNER
set -euo pipefail
mkdir -p "$WORK/$1"
cd "$WORK/$1"
ROOT=$ROOT
for part in lib processes ports run; do . "$ROOT/setup/\$part.sh"; done
export CI=1 EDIT_FACTORY_API_PORT=$api EDIT_FACTORY_PAGE_PORT=$page
become_server() { own_session python3 "$ROOT/setup/tests/stand_in.py" $2 "\$(api_port)" "$WORK/$1/notes"; }
become_page() { own_session python3 "$ROOT/setup/tests/stand_in.py" $3 "\$(page_port)" "$WORK/$1/notes"; }
END_SECONDS=${4:-30}
stop_all_on_exit
run_dev
RUNNER
}

# start_and_wait NAME: returns when the runner says that it is ready; sets RUNNER.
start_and_wait() {
  local line
  mkfifo "$WORK/$1.out"
  bash "$WORK/$1.sh" >"$WORK/$1.out" 2>"$WORK/$1.err" &
  RUNNER=$!
  exec 4<"$WORK/$1.out"
  while read -r line <&4; do if [[ $line == *"Ctrl-C stops everything"* ]]; then return; fi; done
  fail "$1 never was ready: $(cat "$WORK/$1.err")"
}

end_code() {
  local status=0
  wait "$RUNNER" || status=$?
  printf -v CODE '%s' "$status"
}

expect_all_gone() {
  local pid
  while read -r _ pid; do expect_gone "$1" "$pid"; done < <(grep '^pid' "$WORK/$1/notes")
}

a_signal_stops_the_page_then_the_server_and_leaves_no_child() {
  write_runner signal server page
  start_and_wait signal
  kill -TERM "$RUNNER"
  end_code
  expect_equal "exit code" 143 "$CODE"
  expect_equal "order" "ended page ended server" "$(grep '^ended' "$WORK/signal/notes" | xargs)"
  expect_all_gone signal
}

a_reader_that_has_gone_does_not_spoil_the_stop() {
  write_runner unread server page
  start_and_wait unread
  exec 4<&-
  kill -TERM "$RUNNER"
  end_code
  expect_equal "exit code" 143 "$CODE"
  expect_all_gone unread
}

a_page_that_dies_takes_the_server_with_it() {
  write_runner dies server page
  start_and_wait dies
  kill -KILL "$(sed -n '/^pid/p' "$WORK/dies/notes" | while read -r _ pid; do
    if tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q 'stand_in.py page'; then echo "$pid"; fi
  done)"
  end_code
  expect_equal "exit code" 1 "$CODE"
  expect_contains "message" "the page ended by itself" "$(cat "$WORK/dies.err")"
  expect_contains "end of the server" "ended server" "$(cat "$WORK/dies/notes")"
  expect_all_gone dies
}

a_server_that_dies_at_once_is_shown_with_its_log() {
  write_runner early dying page
  bash "$WORK/early.sh" >/dev/null 2>"$WORK/early.err" &
  RUNNER=$!
  end_code
  expect_equal "exit code" 1 "$CODE"
  expect_contains "message" "the server ended before it was ready" "$(cat "$WORK/early.err")"
  expect_contains "log" "the database would not start" "$(cat "$WORK/early.err")"
}

a_page_that_does_not_end_when_asked_is_killed() {
  write_runner deaf server deaf 1
  start_and_wait deaf
  kill -TERM "$RUNNER"
  end_code
  expect_equal "exit code" 143 "$CODE"
  expect_contains "note" "did not end when asked" "$(cat "$WORK/deaf.err")"
  expect_all_gone deaf
}

a_machine_without_a_screen_is_no_failure() {
  local status=0
  (
    . "$ROOT/setup/lib.sh"
    . "$ROOT/setup/processes.sh"
    . "$ROOT/setup/run.sh"
    unset CI EDIT_FACTORY_NO_BROWSER DISPLAY WAYLAND_DISPLAY
    # shellcheck disable=SC2317  # open_browser asks it
    uname() { echo Linux; }
    open_browser http://127.0.0.1:1
  ) || status=$?
  expect_equal "opening no browser" 0 "$status"
}

for test in a_signal_stops_the_page_then_the_server_and_leaves_no_child \
  a_reader_that_has_gone_does_not_spoil_the_stop a_page_that_dies_takes_the_server_with_it \
  a_server_that_dies_at_once_is_shown_with_its_log a_page_that_does_not_end_when_asked_is_killed \
  a_machine_without_a_screen_is_no_failure; do
  "$test"
  passed "$test"
done
