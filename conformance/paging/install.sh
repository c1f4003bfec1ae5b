#!/usr/bin/env bash
# The Alertmanager that conformance/paging needs, from Debian or Ubuntu. Needs root.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends prometheus-alertmanager
