// Reads a JSON text a line from standard input, {"cron": "0 2 * * *"} or {"yaml": "a: b"}, and answers each with a line:
// what Kubernetes' own parser of schedules and Go's readers of YAML make of it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/robfig/cron/v3"
	yaml3 "go.yaml.in/yaml/v3"
	"sigs.k8s.io/yaml"
)

type question struct {
	Cron *string
	Yaml *string
}

type answer struct {
	Error string `json:"error,omitempty"`
	// Whether a schedule that was read ever runs.
	Runs bool `json:"runs"`
	// A document as the tools of Kubernetes read it, and as everybody else's do.
	Kubernetes json.RawMessage `json:"kubernetes,omitempty"`
	Plain      json.RawMessage `json:"plain,omitempty"`
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	out := bufio.NewWriter(os.Stdout)
	for lines.Scan() {
		text, err := json.Marshal(reply(lines.Bytes()))
		if err != nil {
			fail(err)
		}
		fmt.Fprintln(out, string(text))
	}
	if err := lines.Err(); err != nil {
		fail(err)
	}
	if err := out.Flush(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func reply(line []byte) answer {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		fail(err)
	}
	if asked.Cron != nil {
		return readSchedule(*asked.Cron)
	}
	return readDocument([]byte(*asked.Yaml))
}

func readSchedule(text string) answer {
	schedule, err := cron.ParseStandard(text)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Runs: !schedule.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero()}
}

func readDocument(text []byte) answer {
	kubernetes, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		return answer{Error: "sigs.k8s.io/yaml: " + err.Error()}
	}
	var content any
	if err := yaml3.Unmarshal(text, &content); err != nil {
		return answer{Error: "go.yaml.in/yaml/v3: " + err.Error()}
	}
	plain, err := json.Marshal(content)
	if err != nil {
		return answer{Error: "go.yaml.in/yaml/v3: " + err.Error()}
	}
	return answer{Kubernetes: kubernetes, Plain: plain}
}
