//go:build tools

// Package tools names the program that go.mod has to be complete for.
package tools

import (
	_ "github.com/seaweedfs/seaweedfs/weed"
)
