/** What admission says of a mistake, and what it makes of a good document. */
import { describe, expect, it } from "@jest/globals";
import { admit } from "./index.ts";
import { changed, issuesOf } from "./testing/admission.ts";
import { cooldownManifest, studyManifest, trainingRunManifest } from "./testing/manifests.ts";

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
    [run, "spec.model.dropout", "0.95", /must be at least 0 and at most 0\.9/],
    [run, "spec.model.dropout", 0.1, /in quotes, such as "0\.1"; it is the number 0\.1: write "0\.1"\.$/],
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
});
