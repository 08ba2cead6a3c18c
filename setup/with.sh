#!/usr/bin/env bash
# Runs a command with the private tools and the project's settings: setup/with.sh just lint
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$ROOT/setup/lib.sh"
. "$ROOT/setup/environment.sh"

use_environment
exec "$@"
