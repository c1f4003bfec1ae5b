#!/usr/bin/env bash
# A real NGINX runs the plain gateway of the example. Skips, and says so, where there is none.
set -euo pipefail
cd "$(dirname "$0")/../.."
for need in nginx openssl; do
  if ! PATH="$PATH:/usr/sbin" command -v "$need" > /dev/null; then
    echo "SKIPPED conformance:edge: needs $need (Debian, as root: conformance/edge/install.sh)"
    exit 0
  fi
done
PATH="$PATH:/usr/sbin" exec timeout 170 npx ts-node --transpile-only -P tsconfig.dev.json conformance/edge/main.ts "$@"
