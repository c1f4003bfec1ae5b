#!/usr/bin/env bash
# Real daemons run what is emitted for the plain stores, and a real S3 takes a dump. Needs the Debian packages postgresql-15 redis-server haproxy, and root or the user postgres.
set -euo pipefail
cd "$(dirname "$0")/../.."
needs='needs the Debian packages postgresql-15 redis-server haproxy (conformance/daemons/install.sh), and root or the user postgres'

# Debian keeps these where PATH does not lead; of several versions the newest is taken.
newest="$(find /usr/lib/postgresql -maxdepth 2 -name bin 2> /dev/null | sort -V | tail -n 1)"
# What unstable.sh brought comes first.
unstable="$(conformance/daemons/unstable.sh --folder)"
export UNSTABLE_ROOT="$unstable/root"
export PATH="${newest:-/usr/lib/postgresql}:$unstable/bin:$(conformance/daemons/mariadb.sh --folder)/bin:$PATH:/usr/sbin"
for binary in postgres initdb pg_basebackup pg_receivewal pg_dump pg_restore psql redis-server redis-cli haproxy; do
  if ! command -v "$binary" > /dev/null; then
    echo "SKIPPED conformance/daemons: there is no $binary; it $needs"
    exit 0
  fi
done
if [ "$(id -u)" != 0 ] && [ "$(id -un)" != postgres ]; then
  echo "SKIPPED conformance/daemons: this is the user $(id -un); it $needs"
  exit 0
fi

# Each check has its own limit; this one is for what nobody thought of.
exec timeout --foreground 900 node_modules/.bin/ts-node --transpile-only -P tsconfig.dev.json conformance/daemons/main.ts "$@"
