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
if [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null && ! command -v prometheus-alertmanager > /dev/null; then
  conformance/paging/install.sh || echo 'prometheus-alertmanager could not be installed'
fi
conformance/daemons/run.sh
if [ -n "${CI:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null && ! PATH="$PATH:/usr/sbin" command -v nginx > /dev/null; then
  conformance/edge/install.sh || echo 'nginx could not be installed'
fi
conformance/edge/run.sh
npm run conformance:text

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

# Examples that begin after this many minutes are not put through drains and lost zones, and are named. Verdicts that the machine remembers
# cost nothing. A machine that has to build the apiserver first has less time for the rest.
usual_minutes=18
[ -z "$(conformance/engines/build.sh --missing kubernetes-1.36)" ] || usual_minutes=8
export CONFORMANCE_BUDGET_MINUTES="${CONFORMANCE_BUDGET_MINUTES:-$usual_minutes}"

export ENGINES_BUDGET_MINUTES="${ENGINES_BUDGET_MINUTES:-25}"
conformance/engines/build.sh

# A suite whose engine is not there, because the budget for building was spent, is skipped by name.
suite() { # NPM-SCRIPT ENGINE...
  local script="$1" missing
  shift
  missing="$(conformance/engines/build.sh --missing "$@")"
  if [ -n "$missing" ]; then
    echo "SKIPPED $script: its engines were not built within $ENGINES_BUDGET_MINUTES minutes: $missing"
    return
  fi
  printf '\n--- %s (%ss)\n' "$script" "$SECONDS"
  npm run "$script"
}

suite conformance etcd kubernetes-1.36 kwok lease-candidate
# Nothing on that page depends on the machine. It is written only where every judge was built. The suite has passed at this point, so
# a page that lags behind is told, and holds up nothing.
if ! git --no-pager diff --exit-code -- docs/conformance.md; then
  echo 'WARNING: docs/conformance.md is not what the suite wrote just now: read the difference, and commit it'
fi
suite conformance:rules promtool
suite conformance:policies etcd kubernetes-1.36 kwok gator
suite conformance:self-test etcd kubernetes-1.36 kwok lease-candidate kube-score checkov promtool istioctl
suite conformance:paging etcd kubernetes-1.36 promtool prometheus prometheus-operator
