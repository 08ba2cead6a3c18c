# shellcheck shell=bash
# All tests of all languages. One failing part does not hide the next.

PASSED=0
FAILED=0

# part NAME COMMAND...
part() {
  local name=$1 began=$SECONDS
  shift
  step "Testing: $name"
  if attended "$@"; then
    PASSED=$((PASSED + 1))
    say "$name: passed in $((SECONDS - began)) s."
  else
    FAILED=$((FAILED + 1))
    printf 'error: %s: failed (%s)\n' "$name" "$*" >&2
  fi
}

shell_tests() {
  local test
  for test in setup/tests/*_test.sh; do part "$(basename "$test")" bash "$test"; done
}

rust_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    # Looking for examples takes rustdoc minutes, even where there are none.
    if grep -rqE '^[[:space:]]*//[/!] *```' crates --include='*.rs'; then
      part "documentation examples" cargo test --workspace --locked --doc
    fi
    part "Rust" cargo nextest run --workspace --locked --no-fail-fast
  else
    part "Rust" cargo test --workspace --locked --no-fail-fast
  fi
}

voices_service_tests() {
  part "voices service" .tools/sidecar/bin/python -m pytest -q -c sidecars/voices/pyproject.toml sidecars/voices
}

page_tests() {
  part "page, types" npm --prefix frontend run --silent typecheck
  part "page" npm --prefix frontend run --silent test
  # With the features of the Rust tests, which have built it.
  part "captions to compare with" cargo build --workspace --locked --example burn_captions
  EDIT_FACTORY_BURN_CAPTIONS=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/examples/burn_captions
  EDIT_FACTORY_CHROMIUM=$(find_chromium)
  export EDIT_FACTORY_CHROMIUM EDIT_FACTORY_BURN_CAPTIONS
  part "page in a browser" npm --prefix frontend run --silent test:e2e
}

# The throwaway PostgreSQL that the Rust tests share goes on between them; it ends with the tests.
stop_test_postgres() {
  local data=target/scratch-postgres/data pid
  [ -f "$data/postmaster.pid" ] || return 0
  pid=$(head -n 1 "$data/postmaster.pid")
  # SIGINT is PostgreSQL's fast shutdown.
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = postgres ]; then kill -INT "$pid"; fi
}

run_tests() {
  shell_tests
  voices_service_tests
  rust_tests
  stop_test_postgres
  page_tests
  printf '\nparts: %s passed, %s failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}
