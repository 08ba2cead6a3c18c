#!/usr/bin/env bash
# Installs Debian packages: the only part of the set-up that runs as root.
#
# Debian's postgresql makes and starts a cluster of its own on port 5432. Only its
# programs are wanted here, so for the time of the installation this is switched off.
set -euo pipefail

readonly CONF=/etc/postgresql-common/createcluster.conf
readonly SAVED=$CONF.before-edit-factory
readonly TEMPLATE=/usr/share/postgresql-common/createcluster.conf

make_no_cluster() {
  mkdir -p "$(dirname "$CONF")"
  if [ -e "$CONF" ] && [ ! -e "$SAVED" ]; then cp -p "$CONF" "$SAVED"; fi
  trap restore EXIT
  echo "create_main_cluster = false" >>"$CONF"
}

restore() {
  if [ -e "$SAVED" ]; then
    mv "$SAVED" "$CONF"
  elif [ -e "$TEMPLATE" ]; then
    cp "$TEMPLATE" "$CONF"
    rm -f "$CONF.ucf-dist"
  else
    rm -f "$CONF"
  fi
}

if [ "$#" -eq 0 ]; then
  echo "usage: setup/apt-install.sh PACKAGE..." >&2
  exit 2
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "error: only root may install packages" >&2
  exit 1
fi

# No question is asked, and a setting already there (ours, below) is kept.
export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
case " $* " in *" postgresql "*) make_no_cluster ;; esac

options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 -qq)
apt-get "${options[@]}" update ||
  echo "note: the package lists could not be refreshed; going on with those at hand" >&2
apt-get "${options[@]}" install -y --no-install-recommends "$@" </dev/null
