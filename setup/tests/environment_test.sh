#!/usr/bin/env bash
# What .env says counts, unless the environment says otherwise.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/check.sh"
. "$ROOT/setup/lib.sh"
. "$ROOT/setup/environment.sh"
ROOT=$WORK
touch "$ROOT/rust-toolchain.toml"

cat >"$WORK/.env" <<'EOT'
# a comment
EF_PLAIN=one two
EF_QUOTED="three # four"
EF_TAKEN=from the file
EF_CODE=$(touch should-not-run)
not a setting
EDIT_FACTORY_DATA_DIR=./elsewhere
EOT
export EF_TAKEN="from the environment"
unset EDIT_FACTORY_DATA_DIR
cd "$WORK"
use_environment

expect_equal "a plain value" "one two" "$EF_PLAIN"
expect_equal "a quoted value" "three # four" "$EF_QUOTED"
expect_equal "the environment is stronger" "from the environment" "$EF_TAKEN"
# shellcheck disable=SC2016  # the text itself is meant: nothing of .env is executed
expect_equal "nothing is executed" '$(touch should-not-run)' "$EF_CODE"
[ ! -e should-not-run ] || fail "a line of .env was executed"
expect_equal "the data folder is absolute" "$WORK/elsewhere" "$EDIT_FACTORY_DATA_DIR"
passed "dotenv and data folder"
