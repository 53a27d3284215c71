/**
 * The whole program under fire: plateau and branch of a small model on a Markov chain, with controller, workers and all of them
 * killed at random moments, end with the numbers of an undisturbed run, to the bit.
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openLocal } from "@plateau/controller";
import { chaos, type ChaosReport } from "./chaos.ts";

const root = join(import.meta.dirname, "..", "..");
const manifest = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: plateau }
spec:
  model: { family: GPT2, layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 3 }
  optimizer: { name: AdamW, learningRate: "2e-3", weightDecay: "1e-3" }
  schedule: { warmupSteps: 20 }
  batch: { sequences: 8, sequenceLength: 64, shards: 2 }
  workers: { count: 2, min: 1 }
  checkpoints: { store: { uri: checkpoints }, everySteps: 20, forkAt: { steps: [800] } }
  stopAt: { steps: 800 }
---
apiVersion: plateau.dev/v1alpha1
kind: Cooldown
metadata: { name: branch }
spec:
  from: { run: plateau }
  workers: { count: 2, min: 1 }
`;

let folder = "";
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plateau-chaos-")));
  writeFileSync(join(folder, "manifest.yaml"), manifest);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function play(
  name: string,
  kills: number,
  seed: number,
): Promise<{ report: ChaosReport; told: unknown }> {
  const home = join(folder, name);
  const report = await chaos({
    command: [
      process.execPath,
      join(root, "cli/src/main.ts"),
      "--home",
      home,
      "run",
      "-f",
      join(folder, "manifest.yaml"),
    ],
    cwd: root,
    home,
    seed,
    kills,
    betweenMs: [300, 2_500],
    targets: ["controller", "worker", "worker", "everything"],
    timeoutMs: 400_000,
  });
  const plateau = await openLocal({ home, workerCommand: [], role: "client" });
  const told: Record<string, unknown> = {};
  for (const kind of ["TrainingRun", "Cooldown"]) {
    for (const { metadata } of (await plateau.cluster.list("plateau.dev/v1alpha1", kind)).items) {
      const steps = plateau.history.steps(metadata.uid);
      told[metadata.name] = {
        losses: Object.fromEntries(steps.map(({ step, loss }) => [step, loss])),
        evaluations: plateau.history.evaluations(metadata.uid).map(({ atMs: _atMs, ...result }) => result),
      };
    }
  }
  await plateau.close();
  return { report, told };
}

describe("a study under fire", () => {
  it("ends with the numbers of an undisturbed one", async () => {
    const calm = await play("calm", 0, 1);
    expect(calm.report).toMatchObject({ exitCode: 0, starts: 1, left: [] });
    const wild = await play("wild", 6, 2);
    expect(wild.report).toMatchObject({ exitCode: 0, left: [] });
    expect(wild.report.kills.length).toBeGreaterThanOrEqual(3);
    const names = Object.keys(calm.told as object);
    expect(names.sort()).toEqual(["branch", "plateau"]);
    for (const name of names) {
      const [one, two] = [calm.told, wild.told].map(
        (told) => (told as Record<string, { losses: Record<string, number>; evaluations: unknown }>)[name]!,
      );
      expect(two!.evaluations).toEqual(one!.evaluations);
      // News may be lost with a killed controller; what was told must be the same numbers.
      for (const [step, loss] of Object.entries(two!.losses))
        expect([step, loss]).toEqual([step, one!.losses[step]]);
    }
  }, 900_000);
});
