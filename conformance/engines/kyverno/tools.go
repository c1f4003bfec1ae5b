//go:build tools

// Package tools names the programs that go.mod has to be complete for.
package tools

import (
	_ "github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno"
)
