# shellcheck shell=bash
# Building, and running the server and the page together.

READY_SECONDS=120

absolute_program() {
  local target=${CARGO_TARGET_DIR:-target}
  case $target in
    /*) printf '%s' "$target/debug/edit-factory" ;;
    *) printf '%s' "$ROOT/$target/debug/edit-factory" ;;
  esac
}

build() {
  local began=$SECONDS
  step "Building (some minutes the first time)"
  attended cargo build --locked -p app --bin edit-factory || die "the build failed; the compiler's message is above"
  say "Built in $((SECONDS - began)) s."
}

server_log() { printf '.run/server-%s.log' "$(api_port)"; }
page_log() { printf '.run/page-%s.log' "$(page_port)"; }
server_url() { printf 'http://127.0.0.1:%s' "$(api_port)"; }
page_url() { printf 'http://127.0.0.1:%s' "$(page_port)"; }

# The two children, each as the command it becomes.
become_server() {
  own_session "$(absolute_program)" serve --bind "127.0.0.1:$(api_port)" --data-dir "$EDIT_FACTORY_DATA_DIR"
}

become_page() {
  EDIT_FACTORY_API=$(server_url)
  export EDIT_FACTORY_API
  cd frontend || exit
  own_session npm run --silent dev -- --port "$(page_port)" --strictPort --host 127.0.0.1
}

# fail_with_log NAME LOG REASON
fail_with_log() {
  printf 'error: the %s %s. The end of its log (%s):\n' "$1" "$3" "$2" >&2
  tail -n 20 "$2" >&2
  exit 1
}

answers() { curl -fsS --noproxy '*' --max-time 2 -o /dev/null "$1" 2>/dev/null; }

# wait_until_ready NAME PID URL LOG
wait_until_ready() {
  local deadline=$((SECONDS + READY_SECONDS))
  until answers "$3"; do
    is_alive "$2" || fail_with_log "$1" "$4" "ended before it was ready"
    [ "$SECONDS" -lt "$deadline" ] || fail_with_log "$1" "$4" "was not ready after $READY_SECONDS s ($3)"
    sleep 0.2
  done
}

open_browser() {
  if [ -n "${CI:-}" ] || [ "${EDIT_FACTORY_NO_BROWSER:-}" = 1 ]; then return; fi
  local opener
  if [ "$(uname -s)" = Darwin ]; then
    opener=open
  elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] && have xdg-open; then
    opener=xdg-open
  else
    # A bare `return` would hand on the failure of the question above, which ends the script.
    return 0
  fi
  own_session "$opener" "$1" >/dev/null 2>&1 &
}

# Returns only when one of the two has ended by itself.
watch_both() {
  while is_alive "$SERVER_PID" && is_alive "$PAGE_PID"; do
    sleep 0.5
  done
  if ! is_alive "$SERVER_PID"; then fail_with_log server "$(server_log)" "ended by itself"; fi
  fail_with_log page "$(page_log)" "ended by itself"
}

run_dev() {
  require_free_ports
  mkdir -p .run
  step "Starting"
  become_server >"$(server_log)" 2>&1 </dev/null &
  SERVER_PID=$!
  become_page >"$(page_log)" 2>&1 </dev/null &
  PAGE_PID=$!
  wait_until_ready server "$SERVER_PID" "$(server_url)/readyz" "$(server_log)"
  wait_until_ready page "$PAGE_PID" "$(page_url)/" "$(page_log)"
  say "Edit Factory is ready after $SECONDS s."
  say "  page: $(page_url)"
  say "  API:  $(server_url)/docs"
  say "Logs: $(server_log), $(page_log). Ctrl-C stops everything."
  open_browser "$(page_url)"
  watch_both
}
