# shellcheck shell=bash
# What the operating system has to give: ffmpeg, PostgreSQL, Python, a C compiler.

POSTGRES_MINIMUM=15

# Succeeds when PostgreSQL's server binaries of a sufficient version are there.
have_postgres() {
  local initdb major
  for initdb in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb \
    /opt/homebrew/opt/postgresql@*/bin/initdb /usr/local/opt/postgresql@*/bin/initdb; do
    if [ ! -x "$initdb" ]; then continue; fi
    major=$("$initdb" --version | sed 's/^[^0-9]*\([0-9]*\).*/\1/')
    if [ "$major" -ge "$POSTGRES_MINIMUM" ]; then return 0; fi
  done
  return 1
}

have_c_compiler() { have cc && [[ $(cc -print-file-name=crt1.o) == */* || $(uname -s) == Darwin ]]; }
have_venv() { python3 -c 'import venv, ensurepip' 2>/dev/null; }
have_chromium() { find_chromium >/dev/null; }
have_certificates() { [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/ssl/cert.pem ]; }

# Prints the path of a Chromium or Chrome for the browser tests.
find_chromium() {
  local name
  for name in "${EDIT_FACTORY_CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name"; then return 0; fi
  done
  return 1
}

# Prints the Debian packages that are missing, one a line; more may be named as arguments.
missing_packages() {
  have curl || echo curl
  have git || echo git
  have ffmpeg && have ffprobe || echo ffmpeg
  have ps || echo procps
  have ss || have lsof || echo iproute2
  have_certificates || echo ca-certificates
  have_venv || echo python3-venv
  have_c_compiler || printf '%s\n' gcc libc6-dev
  have_postgres || echo postgresql
  local extra
  for extra in "$@"; do
    case $extra in
      chromium) have_chromium || echo chromium ;;
      *) have "$extra" || echo "$extra" ;;
    esac
  done
}

# Packages need root or sudo; without either this names the command to run.
require_root() {
  if [ "$(id -u)" -eq 0 ]; then return; fi
  if have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then return; fi
  die "these packages are missing: $*
Neither root nor sudo without a password is at hand. Let an administrator run:
  $ROOT/setup/apt-install.sh $*"
}

apt_install() {
  if [ "$(id -u)" -eq 0 ]; then
    setup/apt-install.sh "$@"
  else
    sudo setup/apt-install.sh "$@"
  fi
}

install_system_packages() {
  local packages=()
  while IFS= read -r package; do packages+=("$package"); done < <(missing_packages "$@")
  if [ "${#packages[@]}" -gt 0 ]; then
    if ! have apt-get; then
      die "these are missing (Debian's names): ${packages[*]}
Install them with this system's own package manager and run this again. On macOS:
  brew install ffmpeg postgresql@17 python"
    fi
    require_root "${packages[@]}"
    step "Installing ${packages[*]} (a minute or two; what apt says goes to .run/apt.log)"
    mkdir -p .run
    if ! apt_install "${packages[@]}" >.run/apt.log 2>&1; then
      tail -n 20 .run/apt.log >&2
      die "apt could not install ${packages[*]}; the end of its log is above"
    fi
  fi
  if [ -z "${DATABASE_URL:-}" ] && ! have_postgres; then
    die "PostgreSQL $POSTGRES_MINIMUM or later is needed and this system offers an older one.
Install it from the PostgreSQL project (https://www.postgresql.org/download/), or set DATABASE_URL."
  fi
}
