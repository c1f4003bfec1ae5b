#!/usr/bin/env bash
# The daemons that run.sh needs, from Debian or Ubuntu. Needs root.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends postgresql redis-server haproxy
