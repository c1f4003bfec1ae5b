#!/usr/bin/env bash
# The NGINX that run.sh needs, from Debian or Ubuntu. Needs root. The service itself is not started.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends nginx-light openssl
if command -v systemctl > /dev/null; then systemctl disable --now nginx > /dev/null 2>&1 || true; fi
