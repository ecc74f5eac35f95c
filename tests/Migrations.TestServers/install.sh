#!/usr/bin/env bash
# Gets the servers that the tests run against where no Docker engine answers and MIGRATIONS_TEST_SERVERS is not set: MariaDB from
# apt, and MySQL in a cached Debian sid file system (Debian stable has no MySQL). Does nothing where they are there.
set -euo pipefail

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# For the tests also Mono, which runs what runs in Windows PowerShell 5.1: without it those tests are skipped. Debian has the
# netstandard facade, which our assemblies name, in mono-devel alone.
if [ "${1:-}" = tests ] && ! { command -v mono && [ -e /usr/lib/mono/4.5/Facades/netstandard.dll ]; } >/dev/null && command -v apt-get >/dev/null; then
  echo "Installing mono-devel ..."
  { as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mono-devel >/dev/null; } \
    || echo "Mono cannot be had: its tests will be skipped." >&2
fi

[ -z "${MIGRATIONS_TEST_SERVERS:-}" ] || exit 0
if command -v docker >/dev/null && timeout 5 docker info >/dev/null 2>&1; then exit 0; fi

need=()
PATH=$PATH:/usr/sbin:/usr/local/sbin
command -v mariadbd >/dev/null || need+=(mariadb-server)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/migrations
chroot=$cache/mysql-chroot
[ -x "$chroot/usr/sbin/mysqld" ] || command -v debootstrap >/dev/null || need+=(debootstrap)
if [ ${#need[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "Install MariaDB and MySQL, start Docker, or set MIGRATIONS_TEST_SERVERS (see CONTRIBUTING in the README)." >&2; exit 1; }
  echo "Installing ${need[*]} ..."
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${need[@]}" >/dev/null
fi
if [ ! -x "$chroot/usr/sbin/mysqld" ]; then
  mirror=$(apt-cache policy base-files | grep -oE 'https?://[^ ]+' | head -n 1)
  echo "Making a file system with MySQL in $chroot ..."
  mkdir -p "$cache"
  as_root rm -rf "$chroot.partial"
  as_root debootstrap --variant=minbase --include=mysql-server-core sid "$chroot.partial" "$mirror" >"$cache/debootstrap.log" 2>&1 \
    || { tail -n 20 "$cache/debootstrap.log" >&2; exit 1; }
  # Renamed when whole: a broken half is never taken for the real thing.
  as_root mv "$chroot.partial" "$chroot"
fi
