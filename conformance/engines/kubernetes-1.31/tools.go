//go:build tools

// Package tools names the programs that go.mod has to be complete for.
package tools

import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
)
