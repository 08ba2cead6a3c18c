#!/usr/bin/env bash
# The packages of the voices service are installed for the tests, or where one of its voices is turned on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/check.sh"
. "$ROOT/setup/lib.sh"
. "$ROOT/setup/tools.sh"
unset EDIT_FACTORY_EDGE_ENABLED EDIT_FACTORY_COQUI_ENABLED EDIT_FACTORY_SIDECAR_URL EDIT_FACTORY_SIDECAR_PYTHON

wants_voices_service test || fail "the tests need it"
if wants_voices_service dev; then fail "nobody turned a voice on"; fi
EDIT_FACTORY_EDGE_ENABLED=yes wants_voices_service dev || fail "Edge is turned on"
EDIT_FACTORY_COQUI_ENABLED=yes wants_voices_service doctor || fail "Coqui is turned on"
if EDIT_FACTORY_EDGE_ENABLED=no wants_voices_service dev; then fail "no means no"; fi
if EDIT_FACTORY_EDGE_ENABLED=yes EDIT_FACTORY_SIDECAR_URL=https://x wants_voices_service dev; then
  fail "one elsewhere needs nothing here"
fi
passed "who needs the voices service"

# What is installed already is not installed again: without the stamp, this would ask for Python.
cd "$WORK"
mkdir -p .tools/sidecar sidecars/voices
echo one | tee .tools/sidecar/installed.txt >sidecars/voices/requirements.txt
attended() { fail "it was installed again"; }
install_voices_service
echo two >sidecars/voices/requirements.txt
if (install_voices_service) >/dev/null 2>&1; then fail "a change was not installed"; fi
passed "a stamp tells what is installed"
