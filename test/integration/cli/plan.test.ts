import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PlannedWork } from "@plateau/cli/plan/study-plan.ts";
import { root, Workplace } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
});
afterAll(() => place.remove());

const brown = join(root, "examples", "brown-study.yaml");

describe("plateau plan", () => {
  it("says of the example what would run, at what cost, and what that saves", async () => {
    const { code, stdout, stderr } = await place.run("plan", "-f", brown, "--no-estimate", "-o", "json");
    expect([code, stderr]).toEqual([0, ""]);
    const { runs, steps, flops } = JSON.parse(stdout) as PlannedWork;
    expect(runs.filter(({ kind }) => kind === "TrainingRun")).toHaveLength(4);
    expect(runs.filter(({ kind }) => kind === "Cooldown")).toHaveLength(12);
    // 1024 tokens a step: horizons of 488, 977 and 1953 steps, cooldowns of 97, 195 and 390, plateau to 1953 − 390.
    expect(runs.filter(({ size }) => size === "m").map(({ fromStep, toStep }) => [fromStep, toStep])).toEqual(
      [
        [0, 1563],
        [391, 488],
        [782, 977],
        [1563, 1953],
      ],
    );
    expect(steps).toEqual({ planned: 4 * (1563 + 97 + 195 + 390), independentRuns: 4 * (488 + 977 + 1953) });
    expect(flops.planned / flops.independentRuns).toBeCloseTo(steps.planned / steps.independentRuns, 10);
  });

  it("estimates the time from steps measured here, and says so", async () => {
    const manifest = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: one }
spec:
  model: { family: Llama, layers: 1, width: 16, heads: 2, context: 16, vocabulary: 64, tieEmbeddings: true }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 1 }
  optimizer: { name: AdamW, learningRate: "1e-3" }
  batch: { sequences: 8, sequenceLength: 16, shards: 2 }
  workers: { count: 2 }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 1000 }
`;
    writeFileSync(join(place.directory, "one.yaml"), manifest);
    const { code, stdout } = await place.run("plan", "-f", "one.yaml");
    expect(code).toBe(0);
    expect(stdout).toMatch(/TrainingRun one: N = 4\.\d+k, 1000 steps, 128k tokens, .* FLOPs/);
    expect(stdout).toMatch(/It takes about \d+.*measured just now on this machine/);
  });

  it("lists every mistake of a manifest with file and line, and starts nothing", async () => {
    writeFileSync(
      join(place.directory, "bad.yaml"),
      "apiVersion: plateau.dev/v1alpha1\nkind: ScalingStudy\nmetadata: { name: bad }\nspec:\n  sizes: []\n  horizns: {}\n",
    );
    const { code, stderr } = await place.run("plan", "-f", "bad.yaml");
    expect(code).toBe(1);
    expect(stderr).toMatch(/bad\.yaml:6: spec\.horizns is not a field; did you mean "horizons"/);
    expect(stderr).toContain("spec.sizes");
    expect(stderr).toContain("(E_INVALID)");
  });
});

describe("plateau", () => {
  const commands = [
    "run",
    "get",
    "describe",
    "delete",
    "logs",
    "plan",
    "fit",
    "report",
    "profile",
    "tokenize",
    "version",
  ];

  it.each(commands)("teaches %s with an example", async (command) => {
    const { code, stdout } = await place.run(command, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`\\$ plateau ${command} `));
  });

  it("suggests what was meant and exits with 2 for what does not exist", async () => {
    const command = await place.run("pln");
    expect([command.code, command.stderr]).toEqual([2, expect.stringContaining("Did you mean plan?")]);
    const kind = await place.run("get", "trainingrum");
    expect([kind.code, kind.stderr]).toEqual([2, expect.stringContaining('Did you mean "trainingrun"?')]);
    const option = await place.run("plan", "-f", "x", "--filname", "x");
    expect([option.code, option.stderr]).toEqual([2, expect.stringContaining("Did you mean --filename?")]);
  });

  it("shows a stack with --debug only", async () => {
    const plain = await place.runWithInput("", "fit", "-");
    const debug = await place.runWithInput("", "fit", "-", "--debug");
    expect(plain.stderr).not.toContain("    at ");
    expect(debug.stderr).toContain("    at ");
  });
});
