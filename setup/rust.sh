# shellcheck shell=bash
# Rust: the pinned version by rustup, else an installed one that is new enough.

minimum_rust() { sed -n 's/^rust-version *= *"\(.*\)"/\1/p' "$ROOT/Cargo.toml"; }

# Fetches rustup itself, without a toolchain.
install_rustup() {
  local script
  step "Installing rustup, as there is no cargo"
  script=$(mktemp)
  if ! attended curl -fsSL --proto '=https' --tlsv1.2 --connect-timeout 20 -o "$script" https://sh.rustup.rs ||
    ! attended sh "$script" -y -q --no-modify-path --profile minimal --default-toolchain none; then
    rm -f "$script"
    die "rustup could not be fetched. Install Rust $(minimum_rust) or later by hand
(https://rustup.rs, or this system's packages if they are new enough) and run this again."
  fi
  rm -f "$script"
  prepend_path "${CARGO_HOME:-$HOME/.cargo}/bin"
}

has_toolchain() { rustup run "$1" cargo --version >/dev/null 2>&1; }

# Prints the newest installed release that satisfies Cargo.toml, if any.
newest_usable_toolchain() {
  local minimum toolchain version
  minimum=$(minimum_rust)
  rustup toolchain list | while read -r toolchain _; do
    version=$(rustup run "$toolchain" rustc --version 2>/dev/null | cut -d' ' -f2) || continue
    if [[ $version =~ ^[0-9.]+$ ]] && version_at_least "$version" "$minimum"; then
      printf '%s %s\n' "$version" "$toolchain"
    fi
  done | sort -V | sed -n '$s/.* //p'
}

# Fetches a toolchain, unless whoever set RUSTUP_AUTO_INSTALL=0 wants none fetched.
fetch_toolchain() {
  if [ "${RUSTUP_AUTO_INSTALL:-1}" = 0 ]; then
    note "Rust $1 is not installed, and RUSTUP_AUTO_INSTALL=0 forbids fetching it"
    return 1
  fi
  step "Installing Rust $1"
  attended rustup toolchain install "$1" --profile minimal --component rustfmt --component clippy
}

# Makes rustup use the pinned toolchain, fetching it when it is missing.
install_pinned_toolchain() {
  local wanted other
  wanted=$(wanted_rust)
  rm -f .tools/rust-toolchain
  if has_toolchain "$wanted"; then return; fi
  if fetch_toolchain "$wanted"; then return; fi
  other=$(newest_usable_toolchain)
  if [ -z "$other" ]; then
    die "Rust $wanted could not be had and no installed one is at least $(minimum_rust).
Install it by hand and run this again: rustup toolchain install $wanted"
  fi
  note "the installed $other is used instead of Rust $wanted"
  mkdir -p .tools
  printf '%s %s\n' "$wanted" "$other" >.tools/rust-toolchain
  export RUSTUP_TOOLCHAIN=$other
}

install_rust() {
  local version
  if ! have cargo; then install_rustup; fi
  if have rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ]; then
    install_pinned_toolchain
  elif [ -s .tools/rust-toolchain ]; then
    note "Rust $RUSTUP_TOOLCHAIN is used instead of $(wanted_rust); remove .tools/rust-toolchain to try for that again"
  fi
  version=$(cargo --version | cut -d' ' -f2)
  if ! version_at_least "$version" "$(minimum_rust)"; then
    die "cargo $version is too old: $(minimum_rust) or later is needed. The easiest way is https://rustup.rs"
  fi
}
