//go:build tools

// Package tools names the programs that go.mod has to be complete for.
package tools

import (
	_ "github.com/zegl/kube-score/cmd/kube-score"
)
