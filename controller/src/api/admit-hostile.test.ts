/** Documents that nobody writes by mistake: huge, nested, with control characters, or anything at all. */
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { changed, issuesOf } from "./testing/admission.ts";
import { trainingRunManifest } from "./testing/manifests.ts";

const run = trainingRunManifest();

describe("admission of hostile documents", () => {
  it.each([
    [
      "a name of ten megabytes",
      changed(run, "metadata.name", "n".repeat(10_000_000)),
      /text of 10000000 characters/,
    ],
    [
      "a field name of a megabyte",
      changed(run, `spec.${"x".repeat(1_000_000)}`, 1),
      /field name of 1000000 characters/,
    ],
    ["NaN", changed(run, "spec.seed", NaN), /spec\.seed is NaN, which is not a finite number/],
    ["infinity", changed(run, "spec.seed", Infinity), /spec\.seed is Infinity/],
    ["a function", changed(run, "spec.seed", () => 1), /of type function/],
    [
      "a million values",
      changed(run, "spec.podTemplate", { spec: Array.from({ length: 1_000_000 }, () => 0) }),
      /to 1000\d+ values; at most 20000/,
    ],
    [
      "a prototype",
      JSON.parse(
        '{"apiVersion":"plateau.dev/v1alpha1","kind":"TrainingRun","metadata":{"name":"x"},"spec":{"__proto__":{"x":1}}}',
      ),
      /__proto__/,
    ],
    ["an empty document", {}, /apiVersion is missing/],
    ["null", null, /must be a map/],
    ["a text", "TrainingRun", /must be a map/],
    ["a list", [], /must be a map/],
  ])("refuses %s", (_title, document, message) => {
    expect(
      issuesOf(document)
        .map((issue) => issue.message)
        .join("\n"),
    ).toMatch(message);
    for (const issue of issuesOf(document)) expect(issue.message.length).toBeLessThan(700);
  });

  it("refuses a nest of ten thousand maps, and a document that contains itself", () => {
    let nest: Record<string, unknown> = {};
    for (let depth = 0; depth < 10_000; depth++) nest = { nest };
    const cycle: Record<string, unknown> = {};
    cycle.cycle = cycle;
    expect(issuesOf(changed(run, "spec.podTemplate", {}))).toEqual([]);
    for (const value of [nest, cycle]) {
      const document = structuredClone(run) as unknown as { spec: Record<string, unknown> };
      document.spec.podTemplate = value;
      expect(issuesOf(document)[0]?.message).toMatch(/nested more than 40 levels deep/);
    }
  });

  it("lets no control characters of a document reach a terminal", () => {
    const issues = issuesOf(
      changed(changed(run, "spec.\u001b[31mred", 1), "metadata.name", "\u001b]0;title\u0007"),
    );
    expect(issues.length).toBe(2);
    // oxlint-disable-next-line no-control-regex
    for (const { message } of issues) expect(message).not.toMatch(/[\u0000-\u001f\u007f]/);
  });

  it("answers any document at all with issues or an admitted object, and changes none", () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true }),
        fc.constantFrom("spec", "metadata", "spec.model", "spec.data", ""),
        (value, path) => {
          const document = path === "" ? value : changed(run, path, value);
          expect(Array.isArray(issuesOf(document))).toBe(true);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});
