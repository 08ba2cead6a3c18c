# shellcheck shell=bash
# The environment that the program, the page and the tests run in.
# Needs ROOT and lib.sh.

# Takes KEY=value lines from .env; what the environment already says is stronger.
load_dotenv() {
  local line key value
  if [ ! -f "$ROOT/.env" ]; then return; fi
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    if [[ ! $line =~ ^[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)=(.*)$ ]]; then continue; fi
    key=${BASH_REMATCH[1]} value=${BASH_REMATCH[2]}
    if [[ $value =~ ^\"(.*)\"$ || $value =~ ^\'(.*)\'$ ]]; then value=${BASH_REMATCH[1]}; fi
    if [ -z "${!key+set}" ]; then export "$key=$value"; fi
  done <"$ROOT/.env"
}

prepend_path() {
  case ":$PATH:" in
    *":$1:"*) ;;
    *) export PATH="$1:$PATH" ;;
  esac
}

espeak_library() {
  if is_linux; then
    printf '%s' "$ROOT/.tools/espeak-ng/libespeak-ng.so"
  else
    printf '%s' "$ROOT/.tools/espeak-ng/libespeak-ng.dylib"
  fi
}

onnxruntime_library() {
  if is_linux; then
    printf '%s' "$ROOT/.tools/onnxruntime/libonnxruntime.so"
  else
    printf '%s' "$ROOT/.tools/onnxruntime/libonnxruntime.dylib"
  fi
}

wanted_rust() { sed -n 's/^channel *= *"\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml"; }

# When the pinned toolchain could not be had, the set-up wrote "PINNED USED" here.
use_substitute_toolchain() {
  local pinned used
  if [ -n "${RUSTUP_TOOLCHAIN:-}" ] || [ ! -s "$ROOT/.tools/rust-toolchain" ]; then return; fi
  read -r pinned used <"$ROOT/.tools/rust-toolchain"
  if [ "$pinned" = "$(wanted_rust)" ]; then export RUSTUP_TOOLCHAIN=$used; fi
}

use_environment() {
  load_dotenv
  local cargo_bin="${CARGO_HOME:-${HOME:-/root}/.cargo}/bin"
  if [ -x "$cargo_bin/cargo" ]; then prepend_path "$cargo_bin"; fi
  if [ -d "$ROOT/.tools/bin" ]; then prepend_path "$ROOT/.tools/bin"; fi
  if [ -e "$(espeak_library)" ]; then
    export EDIT_FACTORY_ESPEAK_LIBRARY="${EDIT_FACTORY_ESPEAK_LIBRARY:-$(espeak_library)}"
    export EDIT_FACTORY_ESPEAK_DATA="${EDIT_FACTORY_ESPEAK_DATA:-$ROOT/.tools/espeak-ng/espeak-ng-data}"
  fi
  if [ -e "$(onnxruntime_library)" ]; then
    export EDIT_FACTORY_ONNXRUNTIME_LIBRARY="${EDIT_FACTORY_ONNXRUNTIME_LIBRARY:-$(onnxruntime_library)}"
  fi
  use_substitute_toolchain
  case ${EDIT_FACTORY_DATA_DIR:=data} in
    /*) ;;
    *) EDIT_FACTORY_DATA_DIR=$ROOT/${EDIT_FACTORY_DATA_DIR#./} ;;
  esac
  export EDIT_FACTORY_DATA_DIR
}
