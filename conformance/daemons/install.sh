#!/usr/bin/env bash
# The daemons that run.sh needs, from Debian or Ubuntu. Needs root.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends postgresql redis-server haproxy
# Debian's own have neither Valkey 9 nor RabbitMQ 4 nor the AWS CLI that the manifests use: without them Redis stands in for Valkey, RabbitMQ is skipped, and no dump is uploaded.
"$(dirname "$0")/unstable.sh" || echo 'SKIPPED: Valkey, RabbitMQ and the AWS CLI of Debian unstable cannot be had here'
"$(dirname "$0")/mariadb.sh" || echo 'SKIPPED: MariaDB cannot be had here'
