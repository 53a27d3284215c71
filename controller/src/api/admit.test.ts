import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { admit, AdmissionError, kinds, type AdmissionIssue } from "./index.ts";
import { walkSchema } from "./schema/walk.ts";
import { cooldownManifest, studyManifest, trainingRunManifest } from "./testing/manifests.ts";

/** Issues of a refused document; [] = it was admitted. */
function issuesOf(document: unknown, old?: Record<string, unknown>): readonly AdmissionIssue[] {
  try {
    admit(document, old);
    return [];
  } catch (error) {
    if (error instanceof AdmissionError) return error.issues;
    throw error;
  }
}

/** A copy with the value at a dotted path replaced, or removed when it is undefined. */
function changed(document: object, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(document) as Record<string, unknown>;
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  let here = copy;
  for (const step of steps) here = (here[step] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete here[last];
  else here[last] = value;
  return copy;
}

/** The value at a dotted path; undefined if the path ends before. */
function at(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((here, step) => (here as Record<string, unknown> | undefined)?.[step], document);
}

const run = trainingRunManifest();
const study = studyManifest();
const cooldown = cooldownManifest();

type Mistake = [document: Record<string, unknown>, path: string, value: unknown, message: RegExp];

describe("admission says what is wrong and what to write instead", () => {
  const mistakes: Mistake[] = [
    [run, "spec.model.layrs", 3, /^spec\.model\.layrs is not a field; did you mean "layers"\?/],
    [
      run,
      "spec.learningRate",
      "1e-3",
      /^spec\.learningRate is not a field; it belongs to spec\.optimizer\.$/,
    ],
    [run, "spec.stopAT", { steps: 9 }, /did you mean "stopAt"/],
    [run, "spec.zzz", 1, /^spec\.zzz is not a field; (the fields here are|remove it)/],
    [
      run,
      "spec.model.layers",
      undefined,
      /^spec\.model\.layers is missing; it must be a whole number from 1 to 1024/,
    ],
    [run, "spec.model.layers", "3", /^spec\.model\.layers must be a whole number .*: write 3\.$/],
    [run, "spec.model.layers", -3, /^spec\.model\.layers must be at least 1; it is the number -3\.$/],
    [run, "spec.model.layers", 2.5, /must be a whole number/],
    [
      run,
      "spec.optimizer.learningRate",
      0.004,
      /in quotes, such as "1e-3"; it is the number 0\.004: write "0\.004"\.$/,
    ],
    [run, "spec.optimizer.learningRate", "-1", /must be a decimal number without a sign/],
    [run, "spec.optimizer.learningRate", "0", /must be more than 0 and at most 1000/],
    [run, "spec.optimizer.learningRate", "1e400", /must be more than 0 and at most 1000/],
    [run, "spec.optimizer.learningRate", "NaN", /must be a decimal number/],
    [
      run,
      "spec.optimizer.name",
      "Adam",
      /^spec\.optimizer\.name must be AdamW or SGD; it is the text "Adam"\.$/,
    ],
    [
      run,
      "spec.optimizer.sgd",
      {},
      /^spec\.optimizer\.sgd may be set only when name is SGD, but it is AdamW; remove it\.$/,
    ],
    [run, "spec.model.gpt2", {}, /^spec\.model\.gpt2 may be set only when family is GPT2/],
    [
      run,
      "spec.model.heads",
      5,
      /^spec\.model\.heads is 5, which does not divide the width 48; use one of 2, 3, 4, 6, or change/,
    ],
    [run, "spec.model.heads", 48, /^spec\.model\.heads must leave heads of even size for Llama/],
    [run, "spec.model.context", 32, /^spec\.batch\.sequenceLength is 64, longer than model\.context 32/],
    [
      run,
      "spec.batch.sequences",
      33,
      /^spec\.batch\.sequences is 33, which is not a multiple of 2 shards × microbatch 16 = 32; use 32 or 64\.$/,
    ],
    [run, "spec.batch.shards", 3, /use 48\.$/],
    [run, "spec.workers.min", 3, /^spec\.workers\.min is 3, more than count 2; lower it or raise count\.$/],
    [run, "spec.workers.max", 1, /^spec\.workers\.max is 1, less than count 2/],
    [run, "spec.workers.count", 3, /^spec\.workers\.count is 3, but there are only 2 shards/],
    [
      run,
      "spec.data.markov",
      { p: "0.2" },
      /^spec\.data must have exactly one of "tokens", "bin", "markov", but has tokens and markov/,
    ],
    [run, "spec.data", { seed: 1 }, /^spec\.data must have one of "tokens", "bin", "markov"; add one\.$/],
    [run, "spec.stopAt", { steps: 5, tokens: "5" }, /^spec\.stopAt must have exactly one of/],
    [run, "spec.stopAt", { steps: 600 }, /^spec\.checkpoints\.forkAt must not lie beyond stopAt\.$/],
    [
      run,
      "spec.schedule.cosine",
      { total: { steps: 9 } },
      /^spec\.stopAt must be left out with schedule\.cosine/,
    ],
    [
      run,
      "spec.suspend",
      "yes",
      /^spec\.suspend must be true or false, without quotes; it is the text "yes"\.$/,
    ],
    [run, "spec.model", 5, /^spec\.model must be a map of fields; it is the number 5\.$/],
    [run, "spec", undefined, /^spec is missing/],
    [run, "metadata.name", "Brown", /^metadata\.name must be a name of small letters/],
    [run, "metadata.name", "b".repeat(64), /^metadata\.name must have at most 63 characters/],
    [run, "metadata.name", undefined, /^metadata\.name is missing/],
    [
      run,
      "apiVersion",
      "plateau.dev/v1",
      /^apiVersion is the text "plateau\.dev\/v1"; write plateau\.dev\/v1alpha1\.$/,
    ],
    [run, "apiVersion", undefined, /^apiVersion is missing; write plateau\.dev\/v1alpha1\.$/],
    [run, "kind", "TrainingRum", /did you mean TrainingRun\?$/],
    [run, "kind", 7, /^kind is the number 7; write one of TrainingRun, Cooldown/],
    [study, "spec.sizes.1.name", "xs", /^spec\.sizes\[1\]\.name has the same name as entry 0/],
    [
      study,
      "spec.horizons.tokens",
      ["400e3", "4e5"],
      /^spec\.horizons\.tokens holds the number 4e5 twice \(entries 0 and 1\)/,
    ],
    [study, "spec.horizons.tokens", [], /^spec\.horizons\.tokens must have at least 1 entry/],
    [study, "spec.horizons", undefined, /^spec\.horizons must be set, unless budget is/],
    [study, "spec.parallelRuns", 0, /^spec\.parallelRuns must be at least 1/],
    [study, "spec.fit.confidence", "1", /^spec\.fit\.confidence must be more than 0 and less than 1/],
    [study, "spec.runTemplate.spec.stopAt", { steps: 9 }, /^spec\.runTemplate\.spec\.stopAt is not a field/],
    [
      study,
      "spec.cooldownTemplate.spec.workers.count",
      9,
      /must be at most runTemplate\.spec\.batch\.shards/,
    ],
    [
      cooldown,
      "spec.from.checkpoint",
      "x",
      /^spec\.from must have exactly one of "checkpoint", "run", but has checkpoint and run/,
    ],
    [
      cooldown,
      "spec.from",
      { checkpoint: "x", at: { steps: 5 } },
      /^spec\.from\.at may be set only with run/,
    ],
    [cooldown, "spec.length", { steps: 5, fractionOfTotal: "0.2" }, /^spec\.length must have exactly one of/],
    [cooldown, "spec.length.fractionOfTotal", "1", /less than 1/],
    [cooldown, "spec.shape", "Exponential", /^spec\.finalFactor must be more than 0 for shape Exponential/],
  ];
  it.each(
    mistakes.map(
      ([document, path, value, message]) =>
        [
          `${String(document.kind)} with ${path} = ${JSON.stringify(value)?.slice(0, 60)}`,
          { document, path, value, message },
        ] as const,
    ),
  )("%s", (_title, { document, path, value, message }) => {
    const issues = issuesOf(changed(document, path, value));
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.map((issue) => issue.message)).toContainEqual(expect.stringMatching(message));
  });

  it("names two sizes of one shape", () => {
    const twins = structuredClone(study);
    twins.spec.sizes[1] = { ...twins.spec.sizes[0], name: "twin" } as (typeof twins.spec.sizes)[number];
    expect(issuesOf(twins)[0]?.message).toBe(
      "spec.sizes holds the same shape under the names xs and twin; remove all but one.",
    );
  });

  it("tells all mistakes at once, at most twenty", () => {
    const wrong = changed(
      changed(changed(run, "spec.model.layers", -1), "spec.batch.shards", "2"),
      "spec.suspend",
      1,
    );
    expect(issuesOf(wrong).map(({ path }) => path)).toEqual([
      "spec.model.layers",
      "spec.batch.shards",
      "spec.suspend",
    ]);
    const hopeless = structuredClone(run) as unknown as { spec: Record<string, unknown> };
    for (let index = 0; index < 100; index++) hopeless.spec[`field${index}`] = index;
    expect(issuesOf(hopeless)).toHaveLength(20);
  });
});

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

describe("admission of good documents", () => {
  it("fills in defaults, and a second pass changes nothing", () => {
    const written = {
      apiVersion: "plateau.dev/v1alpha1",
      kind: "Cooldown",
      metadata: { name: "c" },
      spec: { from: { checkpoint: "x" } },
    };
    const first = admit(written);
    expect(first.metadata.namespace).toBe("default");
    expect(first.spec).toMatchObject({
      shape: "OneMinusSqrt",
      length: { fractionOfTotal: "0.2" },
      finalFactor: "0",
      workers: { count: 1 },
      suspend: false,
    });
    expect(admit(first)).toEqual(first);
    expect(written.spec).toEqual({ from: { checkpoint: "x" } });
  });

  it("takes back what a server has returned, without what only the server sets", () => {
    const returned = {
      ...run,
      metadata: {
        ...run.metadata,
        uid: "u",
        resourceVersion: "7",
        generation: 3,
        creationTimestamp: "2026-11-25T00:00:00Z",
        managedFields: [{}],
      },
      status: { step: 5 },
    };
    const admitted = admit(returned);
    expect(admitted.metadata).toEqual(run.metadata);
    expect(admitted).not.toHaveProperty("status");
  });

  it("lets objects of other groups pass", () => {
    const map = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace: "default" },
      data: { a: "b" },
    };
    expect(admit(map)).toBe(map);
  });

  it.each([
    ["spec.workers.count", 1, []],
    ["spec.suspend", true, []],
    ["spec.optimizer.learningRate", "5e-3", ["spec.optimizer"]],
    ["spec.stopAt", { steps: 900 }, ["spec.stopAt"]],
    ["spec.seed", 2, ["spec.seed"]],
  ])("of an existing run takes a change of %s to %j, except in %j", (path, value, refused) => {
    const old = admit(run);
    expect(issuesOf(changed(old, path, value), old).map((issue) => issue.path)).toEqual(refused);
  });
});

describe("admission against an object that an earlier version stored", () => {
  /** Leaves every default to the schema. */
  const written = {
    apiVersion: "plateau.dev/v1alpha1",
    kind: "TrainingRun",
    metadata: { name: "x", namespace: "default" },
    spec: {
      model: { family: "Llama", layers: 1, width: 8, heads: 2, context: 8, vocabulary: 2 },
      data: { markov: { p: "0.2" } },
      optimizer: { name: "AdamW", learningRate: "1e-3" },
      batch: { sequences: 2, sequenceLength: 8 },
      checkpoints: { store: { uri: "checkpoints" } },
    },
  };
  const whole = admit(written) as unknown as Record<string, unknown>;
  /** Fields, however deep, that the schema has filled in: what an earlier one may not have known. */
  const filled = [...walkSchema(kinds.TrainingRun.spec)]
    .map(({ path }) => `spec.${path.join(".")}`)
    .filter((path) => at(whole, path) !== undefined && at(written, path) === undefined);

  it("takes the unchanged manifest whichever of the fields with defaults are missing there", () => {
    expect(filled).toEqual(expect.arrayContaining(["spec.exchange", "spec.exchange.onNotFinite"]));
    fc.assert(
      fc.property(fc.subarray(filled, { minLength: 1 }), (missing) => {
        const stored = missing
          .filter((path) => at(whole, path) !== undefined)
          .reduce((object, path) => changed(object, path, undefined), whole);
        expect(issuesOf(written, stored)).toEqual([]);
      }),
      { numRuns: 100, seed: 5 },
    );
  });

  it("refuses another value than the default of a field that is missing there", () => {
    const stored = changed(whole, "spec.exchange", undefined);
    const noisy = changed(written, "spec.exchange", { codec: "Signum" });
    expect(issuesOf(noisy, stored).map(({ path }) => path)).toEqual(["spec.exchange"]);
  });

  it("compares the rest of a field that is not valid any more, and minds no field that has gone", () => {
    const stored = changed(
      changed(changed(whole, "spec.exchange.onNotFinite", undefined), "spec.exchange.gone", true),
      "spec.alsoGone",
      7,
    );
    expect(issuesOf(written, stored)).toEqual([]);
    expect(issuesOf(written, changed(stored, "spec.exchange.seed", 9)).map(({ path }) => path)).toEqual([
      "spec.exchange",
    ]);
    // The whole object breaks a rule of today (min above count); its fixed fields are still told apart.
    expect(issuesOf(written, changed(stored, "spec.workers.min", 5))).toEqual([]);
  });

  it("compares the entries of a list that is not valid any more one by one", () => {
    const fork = changed(written, "spec.checkpoints.forkAt", { steps: [5, 9] });
    const stored = admit(fork) as unknown as Record<string, unknown>;
    const older = changed(stored, "spec.checkpoints.forkAt.note", "an old field");
    expect(issuesOf(fork, older)).toEqual([]);
    expect(issuesOf(changed(fork, "spec.checkpoints.forkAt.steps", [5, 8]), older)).toHaveLength(1);
  });
});
