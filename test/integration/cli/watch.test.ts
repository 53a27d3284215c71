/** A run in a home as its owner looks at it and commands it: losses, curve, a checkpoint, a pause. The real program and real workers. */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Workplace, type Started } from "./plateau.ts";

jest.setTimeout(180_000);

const manifest = `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: r }
spec:
  model: { family: GPT2, layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 3 }
  optimizer: { name: AdamW, learningRate: "2e-3" }
  batch: { sequences: 8, sequenceLength: 64, shards: 4 }
  workers: { count: 2, min: 2, max: 2 }
  checkpoints: { store: { uri: checkpoints }, everySteps: 100000, forkAt: { steps: [2000] } }
  stopAt: { steps: 2000 }
`;

let place: Workplace;
let training: Started;
beforeAll(async () => {
  place = new Workplace();
  writeFileSync(join(place.directory, "run.yaml"), manifest);
  training = place.start(["run", "-f", "run.yaml"]);
  await until(async () => (await losses()).length > 20);
});
afterAll(async () => {
  await training.result;
  place.remove();
});

async function losses(): Promise<string[]> {
  const { stdout } = await place.run("get", "losses", "r", "-o", "csv");
  return stdout.trimEnd().split("\n").slice(1);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe("a run in a home", () => {
  it("holds on every rank, commits a checkpoint when asked, goes on, and is watched to its end", async () => {
    const watching = place.start(["watch", "r"]);
    await watching.wrote(/Training\s+step \d+ of 2000/);
    const paused = await place.run("pause", "r");
    expect(paused.code).toBe(0);
    const held = [...paused.stdout.matchAll(/^TrainingRun r, rank (\d): It holds after step (\d+)\.$/gm)];
    expect(held.map(([, rank]) => rank)).toEqual(["0", "1"]);
    expect(held[0]![2]).toBe(held[1]![2]);
    await watching.wrote(/Paused/);
    const asked = await place.run("checkpoint", "trainingrun/r");
    expect(asked.code).toBe(0);
    const [, step, uri] = /after step (\d+) is committed: (file:\S+)/.exec(asked.stdout)!;
    expect(Number(step)).toBe(Number(held[0]![2]) + 1);
    expect(existsSync(fileURLToPath(uri!))).toBe(true);
    expect(await place.run("log-level", "r", "warn")).toMatchObject({ code: 0 });
    expect(await place.run("resume", "r")).toMatchObject({ code: 0, stdout: /rank 0: It goes on/ });
    const { code, stdout } = await watching.result;
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^Completed\s+step 2000 of 2000 \(100 %\)\s+loss/);
    const told = await losses();
    expect(told.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 2000 }, (_, i) => i + 1),
    );
    expect((await place.run("get", "evaluations", "r", "-o", "json")).stdout).toContain('"weights": "raw"');
  });

  it("that is over, or that is not there, is told as such", async () => {
    await training.result;
    expect(await place.run("pause", "r")).toMatchObject({ code: 1, stderr: /r is over/ });
    expect(await place.run("watch", "r")).toMatchObject({ code: 0, stdout: /Completed/ });
    expect(await place.run("checkpoint", "s")).toMatchObject({ code: 1, stderr: /"s" does not exist/ });
    expect(await place.run("get", "losses")).toMatchObject({ code: 2, stderr: /Name one run/ });
    expect(await place.run("get", "losses", "r", "-w")).toMatchObject({ code: 2, stderr: /plateau watch r/ });
  });
});
