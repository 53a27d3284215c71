import { describe, expect, it } from "@jest/globals";
import { AdmissionError, parseManifests } from "./index.ts";
import { exampleFiles, exampleText } from "./testing/manifests.ts";

function messageOf(text: string): string {
  try {
    parseManifests(text, "study.yaml");
    return "admitted";
  } catch (error) {
    if (error instanceof AdmissionError) return error.message;
    throw error;
  }
}

const study = exampleText("brown-study.yaml");

describe("manifest files", () => {
  it.each(exampleFiles)("examples/%s is admitted", (file) => {
    expect(parseManifests(exampleText(file), file).length).toBeGreaterThan(0);
  });

  it("gives the documents of a file in their order, with the line each starts on", () => {
    const manifests = parseManifests(exampleText("markov.yaml"), "markov.yaml");
    expect(manifests.map(({ object }) => object.kind)).toEqual([
      "TrainingRun",
      "Cooldown",
      "TrainingRun",
      "Cooldown",
    ]);
    const lines = exampleText("markov.yaml").split("\n");
    expect(manifests.map(({ line }) => lines[line - 1])).toEqual(
      manifests.map(() => "apiVersion: plateau.dev/v1alpha1"),
    );
    expect(new Set(manifests.map(({ line }) => line)).size).toBe(4);
  });

  it("reads JSON too", () => {
    const [manifest] = parseManifests(exampleText("cooldown.yaml"), "a.yaml");
    expect(parseManifests(JSON.stringify(manifest?.object), "a.json")[0]?.object).toEqual(manifest?.object);
  });

  it("puts file and line in front of each mistake, over all documents", () => {
    const text = exampleText("markov.yaml")
      .replace("width: 16", "width: -16")
      .replace("run: markov", "runn: markov");
    const lines = text.split("\n");
    const line = (needle: string): number => lines.findIndex((each) => each.includes(needle)) + 1;
    const message = messageOf(text);
    expect(message).toContain(`study.yaml:${line("width: -16")}: spec.model.width must be at least 1`);
    expect(message).toContain(
      `study.yaml:${line("runn: markov")}: spec.from.runn is not a field; did you mean "run"?`,
    );
  });

  it.each([
    ["an empty file", "", /holds no manifest/],
    ["comments alone", "# nothing\n", /holds no manifest/],
    [
      "a key that stands there twice",
      study.replace("parallelRuns: 1", "parallelRuns: 1\n  parallelRuns: 2"),
      /study\.yaml:\d+: is not valid YAML: Map keys must be unique/,
    ],
    ["a tab as indentation", "a:\n\tb: 1", /is not valid YAML/],
    [
      "a number beyond all numbers",
      study.replace("seed: 17", "seed: 1e400"),
      /seed is Infinity, which is not a finite number \(a number such as 1e400/,
    ],
    ["not a number", study.replace("seed: 17", "seed: .nan"), /seed is NaN/],
    [
      "a negative count",
      study.replace("parallelRuns: 1", "parallelRuns: -1"),
      /parallelRuns must be at least 1/,
    ],
    ["a number without quotes", study.replace('"4e-3"', "4e-3"), /write "0\.004"/],
    ["an unknown tag", study.replace("name: brown", "name: !!js/function 'x'"), /is not valid YAML/],
    [
      "a YAML bomb",
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]",
      /aliases that cannot be expanded/,
    ],
    ["a hundred thousand brackets", `a: ${"[".repeat(100_000)}`, /nested more than 200 levels/],
    ["ten thousand dashes", `${"- ".repeat(10_000)}x`, /nested more than 200 levels/],
    [
      "ten thousand levels of indentation",
      Array.from({ length: 10_000 }, (_, depth) => `${" ".repeat(depth % 400)}a:`).join("\n"),
      /is not valid YAML|nested|cannot be read/,
    ],
    ["six megabytes", `a: ${"x".repeat(6_000_000)}`, /has 6000003 characters/],
    ["a binary file", "\0\x01\x02", /zero bytes: it is not a text file/],
    ["a list", "- 1\n- 2", /must be a map/],
  ])("refuses %s", (_title, text, message) => {
    const started = performance.now();
    expect(messageOf(text)).toMatch(message);
    // Far above what any of them takes, far below what an unbounded one would.
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it("reads aliases that people use", () => {
    const text = study
      .replace("workers: { count: 2, min: 1 }", "workers: &workers { count: 2, min: 1 }")
      .replace(/(cooldownTemplate:[\s\S]*?)workers: \{ count: 2, min: 1 \}/, "$1workers: *workers");
    expect(text).toContain("*workers");
    expect(parseManifests(text, "a.yaml")[0]?.object.spec).toEqual(
      parseManifests(study, "a.yaml")[0]?.object.spec,
    );
  });
});
