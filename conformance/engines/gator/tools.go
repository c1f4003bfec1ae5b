//go:build tools

// Package tools names the programs that go.mod has to be complete for.
package tools

import (
	_ "github.com/open-policy-agent/gatekeeper/v3/cmd/gator"
)
