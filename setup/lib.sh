# shellcheck shell=bash
# Words that every part of the set-up uses. Sourced, never run.

say() { printf '%s\n' "$*"; }
step() { printf '\n==> %s\n' "$*"; }
note() { printf 'note: %s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least VERSION MINIMUM
version_at_least() { printf '%s\n%s\n' "$2" "$1" | sort -V -C; }

is_linux() { [ "$(uname -s)" = Linux ]; }

# Only one set-up works at a time; a second one waits here.
one_set_up_at_a_time() {
  mkdir -p .run
  if ! have flock; then return; fi
  exec 9>.run/setup.lock
  if ! flock -n 9; then
    say "Another set-up is at work in this folder; waiting for it."
    until flock -n 9; do sleep 0.5; done
  fi
}

end_of_set_up() { exec 9>&-; }
