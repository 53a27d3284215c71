// What BuildKit makes of a Dockerfile, and what a .dockerignore leaves of a list of paths, as JSON.
//
//	dockerfile parse FILE             its instructions, and what BuildKit's linter has to say
//	dockerfile context IGNORE < LIST  the paths of the list (a line each) that are sent to a build
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

type instruction struct {
	Word string `json:"word"`
	Rest string `json:"rest"`
}

func main() {
	file, err := os.Open(os.Args[2])
	check(err)
	var answer any
	if os.Args[1] == "parse" {
		answer, err = parse(file)
	} else {
		answer, err = context(file)
	}
	check(err)
	check(json.NewEncoder(os.Stdout).Encode(answer))
}

func parse(file *os.File) (any, error) {
	result, err := parser.Parse(file)
	if err != nil {
		return nil, err
	}
	warnings := []string{}
	warn := func(rule, _, _, message string, _ []parser.Range) { warnings = append(warnings, rule+": "+message) }
	// Of each instruction by itself: unknown words, flags and forms are errors.
	if _, _, err := instructions.Parse(result.AST, linter.New(&linter.Config{Warn: warn})); err != nil {
		return nil, err
	}
	for _, warning := range result.Warnings {
		warnings = append(warnings, warning.Short)
	}
	found := []instruction{}
	for _, node := range result.AST.Children {
		_, rest, _ := strings.Cut(node.Original, " ")
		found = append(found, instruction{strings.ToUpper(node.Value), strings.TrimSpace(rest)})
	}
	return map[string]any{"instructions": found, "warnings": warnings}, nil
}

func context(file *os.File) (any, error) {
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		return nil, err
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, err
	}
	kept := []string{}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		ignored, err := matcher.MatchesOrParentMatches(lines.Text())
		if err != nil {
			return nil, err
		}
		if !ignored {
			kept = append(kept, lines.Text())
		}
	}
	return kept, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
