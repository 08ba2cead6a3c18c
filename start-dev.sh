#!/usr/bin/env bash
# Sets the project up and starts it: `./start-dev.sh --help` tells more.
set -euo pipefail

CALLED_FROM=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
ROOT=$PWD

. setup/lib.sh
. setup/processes.sh
. setup/environment.sh
. setup/system.sh
. setup/rust.sh
. setup/tools.sh
. setup/ports.sh
. setup/run.sh
. setup/test.sh

usage() {
  cat <<'TEXT'
usage: ./start-dev.sh [COMMAND]

Installs what is missing (packages by apt, Rust, and a private Node, just,
espeak-ng and ONNX Runtime in .tools/), builds, and then:

  (none), dev   starts the API, its worker and its PostgreSQL, and the page
  test          installs what tests need and runs all tests of all languages
  setup         only installs and builds
  demo, make, doctor, ...
                any other command goes to the program itself: try
                ./start-dev.sh make --help

Settings, from the environment or from a file .env:
  EDIT_FACTORY_API_PORT      port of the API, 8000 unless told
  EDIT_FACTORY_PAGE_PORT     port of the page, 3000 unless told
  EDIT_FACTORY_DATA_DIR      where database and media live, ./data unless told
  EDIT_FACTORY_NO_BROWSER=1  opens no browser
  DATABASE_URL               an own PostgreSQL 15 or later instead of the private one,
                             with two more addresses: see .env.example
TEXT
}

prepare() {
  one_set_up_at_a_time
  install_system_packages "$@"
  install_rust
  install_tools
  install_onnxruntime
  install_page_packages
  end_of_set_up
  use_environment
  build
}

# Runs the program in the folder of the caller, whose relative paths are meant.
run_program() {
  local program
  program=$(absolute_program)
  cd "$CALLED_FROM"
  exec "$program" "$@"
}

main() {
  local command=${1:-dev}
  case $command in
    -h | --help | help)
      usage
      return
      ;;
  esac
  stop_all_on_exit
  use_environment
  case $command in
    dev)
      require_free_ports
      prepare
      run_dev
      ;;
    test)
      prepare chromium shellcheck
      run_tests
      ;;
    setup)
      prepare
      say "Everything is installed and built. Next: ./start-dev.sh"
      ;;
    -*)
      usage >&2
      exit 2
      ;;
    *)
      prepare
      run_program "$@"
      ;;
  esac
}

main "$@"
