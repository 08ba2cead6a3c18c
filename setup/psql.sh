#!/usr/bin/env bash
# Opens psql on DATABASE_URL, or on the private PostgreSQL of the data folder while it runs.
set -euo pipefail

if [ -n "${DATABASE_URL:-}" ]; then exec psql "$DATABASE_URL" "$@"; fi

socket=$(find -L "$EDIT_FACTORY_DATA_DIR" -maxdepth 3 -type s -name '.s.PGSQL.*' 2>/dev/null | sed -n 1p || true)
if [ -z "$socket" ]; then
  echo "error: no PostgreSQL runs in $EDIT_FACTORY_DATA_DIR. Start it first: ./start-dev.sh" >&2
  exit 1
fi
# Started by root it runs as another user, who alone is let in without a password.
owner=$(stat -c %U "$socket")
as_owner=()
if [ "$(id -un)" != "$owner" ]; then as_owner=(runuser -u "$owner" --); fi
exec "${as_owner[@]}" psql -h "$(dirname "$socket")" -p "${socket##*.}" -d "${PGDATABASE:-edit_factory}" "$@"
