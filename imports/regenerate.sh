#!/usr/bin/env bash
# Regenerates the bindings in this folder from CRD files: CRDS=<folder with a folder for each API group> npm run import
# One file a kind, so that a program loads only the kinds it emits.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${CRDS:?set CRDS to a folder that holds <api group>/<kind>.yaml}"
export CDK8S_CHECK_UPGRADE=false
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

import_kinds() {
  local group=$1; shift
  mkdir -p "imports/$group"
  for kind in "$@"; do
    npx cdk8s import "$CRDS/$group/$kind.yaml" -l typescript -o "$scratch" --no-save
    mv "$scratch/$group.ts" "imports/$group/$kind.ts"
  done
}

import_kinds networking.istio.io gateway virtualservice serviceentry sidecar envoyfilter
import_kinds security.istio.io authorizationpolicy peerauthentication
import_kinds monitoring.coreos.com podmonitor prometheusrule
import_kinds autoscaling.k8s.io verticalpodautoscaler
import_kinds postgresql.cnpg.io cluster scheduledbackup
import_kinds barmancloud.cnpg.io objectstore
import_kinds bitnami.com sealedsecret
import_kinds cert-manager.io certificate clusterissuer
import_kinds keda.sh scaledobject triggerauthentication
import_kinds gateway.networking.k8s.io gateway httproute grpcroute referencegrant
import_kinds external-secrets.io externalsecret
import_kinds secrets.infisical.com infisicalstaticsecret infisicalsecret
