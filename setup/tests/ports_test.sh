#!/usr/bin/env bash
# A busy port is named with its holder, and the holder lives on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/check.sh"
. "$ROOT/setup/lib.sh"
. "$ROOT/setup/ports.sh"

# Prints what the check says on standard error, then its exit code.
checked() {
  local status=0
  (
    export EDIT_FACTORY_API_PORT=$1 EDIT_FACTORY_PAGE_PORT=$2
    require_free_ports
  ) 2>&1 || status=$?
  printf 'exit %s\n' "$status"
}

a_busy_port_is_refused_and_its_holder_named() {
  hold_port 127.0.0.1
  local said
  said=$(checked "$PORT" "$(free_ports 1)")
  expect_contains "port and holder" "port $PORT is held by process $HOLDER (" "$said"
  expect_contains "the holder's command" "s.listen()" "$said"
  expect_contains "the cure" "EDIT_FACTORY_API_PORT=$((PORT + 1)) ./start-dev.sh" "$said"
  expect_contains "the exit code" "exit 1" "$said"
  kill -0 "$HOLDER" || fail "the holder was ended"
}

both_busy_ports_are_named_at_once() {
  local said
  said=$(checked "$PORT" "$PORT")
  expect_contains "the API's" "EDIT_FACTORY_API_PORT=" "$said"
  expect_contains "the page's" "EDIT_FACTORY_PAGE_PORT=" "$said"
}

a_listener_on_another_address_is_no_obstacle() {
  hold_port 127.0.0.2
  expect_equal "the check" "exit 0" "$(checked "$PORT" "$(free_ports 1)")"
}

what_is_not_a_port_is_refused() {
  local said wrong
  for wrong in 0 65536 http 80x; do
    said=$(checked "$wrong" "$(free_ports 1)")
    expect_contains "port $wrong" "EDIT_FACTORY_API_PORT=$wrong is not a port" "$said"
    expect_contains "port $wrong" "exit 1" "$said"
  done
}

one_port_for_both_is_refused() {
  local port
  port=$(free_ports 1)
  expect_contains "the same twice" "are both $port" "$(checked "$port" "$port")"
}

for test in a_busy_port_is_refused_and_its_holder_named both_busy_ports_are_named_at_once \
  a_listener_on_another_address_is_no_obstacle what_is_not_a_port_is_refused one_port_for_both_is_refused; do
  "$test"
  passed "$test"
done
