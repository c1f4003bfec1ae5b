#!/usr/bin/env bash
# The conformance suites, as far as this machine can run them. Needs Go 1.26, Python 3 with venv, and ../shared/schemas.
set -euo pipefail
cd "$(dirname "$0")/.."

# Real daemons for the plain stores need none of the engines. In CI as root on Debian, what is missing is installed.
have_daemons() { ls /usr/lib/postgresql/*/bin/initdb && command -v redis-server && command -v haproxy; }
if [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null && ! have_daemons > /dev/null 2>&1; then
  echo 'installing postgresql redis-server haproxy for conformance/daemons: this is root'
  conformance/daemons/install.sh || echo 'they could not be installed'
fi
conformance/daemons/run.sh

for need in go python3; do
  if ! command -v "$need" > /dev/null; then
    echo "SKIPPED conformance: needs $need to build its engines"
    exit 0
  fi
done
if [ ! -d ../shared/schemas/crds ]; then
  echo 'SKIPPED conformance: needs ../shared/schemas/crds, the custom resources that its clusters install'
  exit 0
fi

conformance/engines/build.sh
# Zones are lost in real time: on a machine that stalls, a second look decides.
npm run conformance || npm run conformance
# Seconds in the report depend on the machine; everything else should not change without a reason.
git --no-pager diff -- docs/conformance.md
npm run conformance:rules
npm run conformance:policies
npm run conformance:broken
