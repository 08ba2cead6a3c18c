# shellcheck shell=bash
# Ports are looked at before anything starts. Whoever holds one is named, never touched.

API_PORT_DEFAULT=8000
PAGE_PORT_DEFAULT=3000

api_port() { printf '%s' "${EDIT_FACTORY_API_PORT:-$API_PORT_DEFAULT}"; }
page_port() { printf '%s' "${EDIT_FACTORY_PAGE_PORT:-$PAGE_PORT_DEFAULT}"; }

# Prints the addresses that listen on the port with the holder's pid (0: not visible to us).
listeners() {
  if have ss; then
    ss -H -ltnp "sport = :$1" | awk '{ pid = "0"; if (match($0, /pid=[0-9]+/)) pid = substr($0, RSTART + 4, RLENGTH - 4); print pid, $4 }'
  elif have lsof; then
    lsof -nP -iTCP:"$1" -sTCP:LISTEN -Fpn | awk '/^p/ { pid = substr($0, 2) } /^n/ { print pid, substr($0, 2) }'
  elif (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    printf '0 127.0.0.1:%s\n' "$1"
  fi
}

# Prints the pid of the process whose listening keeps 127.0.0.1:PORT from us; fails when it is free.
port_holder() {
  local pid address
  while read -r pid address; do
    case $address in
      127.0.0.1:* | 127.0.0.1%lo:* | 0.0.0.0:* | '*:'* | '[::]:'* | '[::ffff:127.0.0.1]:'*)
        printf '%s' "$pid"
        return 0
        ;;
    esac
  done < <(listeners "$1")
  return 1
}

describe_holder() {
  if [ "$1" = 0 ]; then
    printf 'a process of another user'
  else
    printf 'process %s (%s)' "$1" "$(ps -o args= -p "$1" 2>/dev/null | cut -c 1-200)"
  fi
}

# check_port PORT VARIABLE: tells when the port is not to be had, and how to take another.
check_port() {
  local holder
  if [[ ! $1 =~ ^[0-9]{1,5}$ ]] || [ "$1" -lt 1 ] || [ "$1" -gt 65535 ]; then
    printf 'error: %s=%s is not a port: a number from 1 to 65535 is\n' "$2" "$1" >&2
    return 1
  fi
  if holder=$(port_holder "$1"); then
    printf 'error: port %s is held by %s.\nEnd it yourself if you can do without it, or take another port: %s=%s ./start-dev.sh\n' \
      "$1" "$(describe_holder "$holder")" "$2" "$(($1 + 1))" >&2
    return 1
  fi
}

require_free_ports() {
  local bad=0
  check_port "$(api_port)" EDIT_FACTORY_API_PORT || bad=1
  check_port "$(page_port)" EDIT_FACTORY_PAGE_PORT || bad=1
  if [ "$bad" -eq 0 ] && [ "$(api_port)" = "$(page_port)" ]; then
    die "EDIT_FACTORY_API_PORT and EDIT_FACTORY_PAGE_PORT are both $(api_port)"
  fi
  if [ "$bad" -ne 0 ]; then die "nothing was started"; fi
}
