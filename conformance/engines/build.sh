#!/usr/bin/env bash
# Builds every engine of the conformance suite once, into a cache outside the repository.
#
#   build.sh              build what is missing
#   build.sh NAME...      only these engines (etcd, kubernetes-1.36, ...)
#   build.sh --missing NAME...   builds nothing, prints those of them that are not built
#
# With ENGINES_BUDGET_MINUTES no build starts, or goes on, after that time; the engines stand in order of what is judged by
# them. What the budget did not reach is named, and is no failure: the Go build cache keeps what was compiled, so the next run gets further.
#
# A tool lives in <cache>/<tool>-<version>/; a folder exists only when its build ended well, so an
# interrupted or failed build is simply tried again. One failure does not hide the others: the
# script goes on, lists what failed at the end, and exits with 1.
set -uo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${ENGINES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-agent-platform/engines}"
mkdir -p "$cache"
job=
trap '[ -z "$job" ] || kill -- "-$job" 2>/dev/null; rm -rf "$cache"/.building-$$-*' EXIT
budget="${ENGINES_BUDGET_MINUTES:-}"
unreached=()
only_missing=
if [ "${1:-}" = --missing ]; then
  only_missing=yes
  shift
fi
export GOFLAGS="-buildvcs=false -mod=readonly" CGO_ENABLED=0
failed=()
wanted=("$@")

is_wanted() {
  [ ${#wanted[@]} -eq 0 ] && return 0
  local name
  for name in "${wanted[@]}"; do [ "$name" = "$1" ] && return 0; done
  return 1
}

# Version of one module as its go.mod requires it: the only place where a Go engine's version is written.
version_of() { # FOLDER MODULE
  awk -v module="$2" '$1 == "require" && $2 == module { print $3 } $1 == module { print $2 }' "$here/$1/go.mod" | head -n 1
}

spent() { [ -n "$budget" ] && [ "$SECONDS" -ge $((budget * 60)) ]; }

# Runs a command with all its children until it ends (its code) or the budget is spent (124).
within_budget() {
  local code=0
  set -m
  (set -e; "$@") &
  job=$!
  set +m
  while kill -0 "$job" 2>/dev/null; do
    if spent; then
      kill -- "-$job"
      wait "$job" 2>/dev/null
      job=
      return 124
    fi
    sleep 1
  done
  wait "$job" || code=$?
  job=
  return "$code"
}

# Runs a builder into a temporary folder which becomes the cache folder only on success.
build() { # ENGINE KEY BUILDER [ARGUMENTS...]
  local engine="$1" key="$2" builder="$3" started=$SECONDS work code=0
  shift 3
  is_wanted "$engine" || return 0
  if [ -n "$only_missing" ]; then
    [ -d "$cache/$key" ] || echo "$engine"
    return 0
  fi
  if [ -d "$cache/$key" ]; then
    echo "engines: $key is in the cache"
    return 0
  fi
  if spent; then
    unreached+=("$engine")
    return 0
  fi
  echo "engines: building $key ..."
  work="$(mktemp -d "$cache/.building-$$-XXXX")"
  within_budget "$builder" "$work" "$@" >"$work/build.log" 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then
    # Somebody else may have built it meanwhile: theirs is as good.
    mv -T "$work" "$cache/$key" 2>/dev/null || rm -rf "$work"
    echo "engines: built $key in $((SECONDS - started)) s"
  elif [ "$code" -eq 124 ]; then
    rm -rf "$work"
    unreached+=("$engine")
  else
    echo "engines: FAILED to build $key after $((SECONDS - started)) s; the end of its log:"
    tail -n 15 "$work/build.log" | sed 's/^/    /'
    rm -rf "$work"
    failed+=("$key")
  fi
}

go_tool() { # OUT FOLDER NAME PACKAGE [LDFLAGS]
  cd "$here/$2"
  go build -trimpath -ldflags "-s -w ${5:-}" -o "$1/$3" "$4"
}

# Without the stamp a Kubernetes binary calls itself v0.0.0 and refuses version-dependent work.
kubernetes() { # OUT FOLDER VERSION TOOL...
  local out="$1" folder="$2" version="$3" tool minor stamp
  shift 3
  minor="${version#v1.}"
  minor="${minor%%.*}"
  stamp="k8s.io/component-base/version"
  for tool in "$@"; do
    go_tool "$out" "$folder" "$tool" "k8s.io/kubernetes/cmd/$tool" \
      "-X $stamp.gitVersion=$version -X $stamp.gitMajor=1 -X $stamp.gitMinor=$minor"
  done
}

# kwok does nothing without stages; they lie in its module, not in its binary.
kwok() { # OUT
  go_tool "$1" kwok kwok sigs.k8s.io/kwok/cmd/kwok
  local stages stage
  stages="$(cd "$here/kwok" && go list -m -f '{{.Dir}}' sigs.k8s.io/kwok)/kustomize/stage"
  mkdir "$1/stages"
  for stage in node/fast node/heartbeat-with-lease node/chaos pod/fast; do
    mkdir -p "$1/stages/$stage"
    cp "$stages/$stage"/*.yaml "$1/stages/$stage/"
  done
  chmod -R u+w "$1/stages"
}

# Its custom resource definitions lie in its module.
prometheus_operator() { # OUT
  go_tool "$1" prometheus-operator operator github.com/prometheus-operator/prometheus-operator/cmd/operator
  cp -r "$(cd "$here/prometheus-operator" && go list -m -f '{{.Dir}}' github.com/prometheus-operator/prometheus-operator)/example/prometheus-operator-crd" \
    "$1/crds"
  chmod -R u+w "$1/crds"
}

# The venv is made at its final place, because a venv cannot be moved.
checkov() { # OUT VERSION FINAL
  rm -rf "$3.venv"
  python3 -m venv "$3.venv"
  "$3.venv/bin/pip" install --quiet --disable-pip-version-check "checkov==$2"
  "$3.venv/bin/checkov" --version
  ln -s "$3.venv/bin/checkov" "$1/checkov"
}

newest="$(version_of kubernetes-1.36 k8s.io/kubernetes)"
oldest="$(version_of kubernetes-1.31 k8s.io/kubernetes)"
checkov_version="$(cat "$here/checkov.version")"

build etcd "etcd-$(version_of etcd go.etcd.io/etcd/server/v3)" go_tool etcd etcd go.etcd.io/etcd/server/v3
build kubernetes-1.36 "kubernetes-$newest" kubernetes kubernetes-1.36 "$newest" \
  kube-apiserver kube-controller-manager kube-scheduler kubectl
build kwok "kwok-$(version_of kwok sigs.k8s.io/kwok)" kwok
build lease-candidate "lease-candidate-$(version_of lease-candidate k8s.io/client-go)" go_tool lease-candidate lease-candidate .
build kube-score "kube-score-$(version_of kube-score github.com/zegl/kube-score)" \
  go_tool kube-score kube-score github.com/zegl/kube-score/cmd/kube-score
build checkov "checkov-$checkov_version" checkov "$checkov_version" "$cache/checkov-$checkov_version"
build promtool "promtool-$(version_of promtool github.com/prometheus/prometheus)" \
  go_tool promtool promtool github.com/prometheus/prometheus/cmd/promtool
build kubernetes-1.31 "kubernetes-$oldest" kubernetes kubernetes-1.31 "$oldest" kube-apiserver
build istioctl "istioctl-$(version_of istioctl istio.io/istio)" \
  go_tool istioctl istioctl istio.io/istio/istioctl/cmd/istioctl

build gator "gator-$(version_of gator github.com/open-policy-agent/gatekeeper/v3)" \
  go_tool gator gator github.com/open-policy-agent/gatekeeper/v3/cmd/gator
build kyverno "kyverno-$(version_of kyverno github.com/kyverno/kyverno)" \
  go_tool kyverno kyverno github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno
build prometheus "prometheus-$(version_of promtool github.com/prometheus/prometheus)" \
  go_tool promtool prometheus github.com/prometheus/prometheus/cmd/prometheus
build prometheus-operator "prometheus-operator-$(version_of prometheus-operator github.com/prometheus-operator/prometheus-operator)" \
  prometheus_operator

build seaweedfs "seaweedfs-$(version_of seaweedfs github.com/seaweedfs/seaweedfs)" go_tool seaweedfs weed github.com/seaweedfs/seaweedfs/weed

if [ ${#unreached[@]} -gt 0 ]; then
  echo "engines: NOT BUILT within the budget of $budget minutes: ${unreached[*]}"
fi
if [ ${#failed[@]} -gt 0 ]; then
  echo "engines: FAILED: ${failed[*]}"
  exit 1
fi
