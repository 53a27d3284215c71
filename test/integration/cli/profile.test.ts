/** `plateau profile` as a person calls it, on a tiny model and the engines that every machine has. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { workerEnv } from "@plateau/proto";
import type { Profile } from "@plateau/worker/profile/summary.ts";
import { breachesOfTraceFormat } from "@plateau/worker/profile/trace.fixtures.ts";
import type { ChromeEvent } from "@plateau/worker/profile/trace.ts";
import { Workplace } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

const manifest = (
  name: string,
  { width = 16, vocabulary = 64, data = 'markov: { chain: Binary, p: "0.2", q: "0.3" }' } = {},
) => `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${name} }
spec:
  model: { family: Llama, layers: 2, width: ${width}, heads: 2, context: 16, vocabulary: ${vocabulary}, tieEmbeddings: true }
  data: { ${data}, seed: 1 }
  optimizer: { name: AdamW, learningRate: "1e-3" }
  batch: { sequences: 8, sequenceLength: 16, shards: 2, microbatch: 2 }
  workers: { count: 2 }
  exchange: { codec: Laser }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 2 }
`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  const files = {
    "one.yaml": manifest("one"),
    "absent.yaml": manifest("absent", { data: "tokens: { uri: nowhere }" }),
    // Parameters and moments alone are a terabyte.
    "huge.yaml": manifest("huge", { width: 4096, vocabulary: 16_000_000 }),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place.directory, file), text);
});
afterAll(() => place.remove());

type Told = Profile & { run: string };

const profile = async (...args: string[]): Promise<Told> => {
  const { code, stdout, stderr } = await place.run("profile", "--steps", "3", "-o", "json", ...args);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Told;
};

const total = (parts: readonly { share: number }[]): number =>
  parts.reduce((all, { share }) => all + share, 0);

describe("plateau profile", () => {
  it("says where a step goes, kernel by kernel, and writes a trace of it", async () => {
    const told = await profile("-f", "one.yaml", "--trace", "trace.json");
    expect(told).toMatchObject({
      run: "TrainingRun one",
      engine: { name: "onnxruntime", hasKernelTimes: true },
      rank: { shards: 1, ofShards: 2, ofRanks: 2, microbatchesPerStep: 2, tokensPerStep: 64 },
      data: { source: "run" },
      steps: 3,
      peak: { from: "measured" },
    });
    expect(total(told.parts)).toBeCloseTo(1, 9);
    const inside = told.parts.filter(({ name }) => /products|kernels$|copies/.test(name));
    expect(inside.map(({ ms }) => ms > 0)).toEqual([true, true, true, true, true]);
    const ofKernels = told.kernels.reduce((all, { ms }) => all + ms, 0);
    expect(ofKernels).toBeCloseTo(
      inside.filter(({ name }) => !name.includes("between")).reduce((all, { ms }) => all + ms, 0),
      6,
    );
    expect(told.kernels.filter(({ place: line }) => line.startsWith("models/")).length).toBeGreaterThan(20);
    expect(told.mfu).toBeCloseTo(told.flopsPerSecond / told.peak.flopsPerSecond, 9);

    const events = JSON.parse(readFileSync(join(place.directory, "trace.json"), "utf8")) as ChromeEvent[];
    expect(breachesOfTraceFormat(events)).toEqual([]);
    const count = (name: string): number => events.filter((event) => event.name === name).length;
    expect([count("step 3"), count("step 4"), count("gradients"), count("call")]).toEqual([1, 0, 6, 6]);
  });

  it("draws it for people, with what is not in it", async () => {
    const { code, stdout } = await place.run("profile", "-f", "absent.yaml", "--steps", "2");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Data: random tokens, since those of the run are not to be had: .*nowhere/);
    expect(stdout).toMatch(/\nmatrix products +[\d.]+ +[\d.]+ % +[█▏▎▍▌▋▊▉░]{24}\n/);
    expect(stdout).toMatch(/\nBatchMatMul \(Gemm\) +models\/llama\/model\.ts:\d+/);
    expect(stdout).toContain("The network and waiting for other ranks are not in it.");
  });

  it("takes a run of the home, on the engine that is named", async () => {
    expect(await place.run("run", "-f", "one.yaml")).toMatchObject({ code: 0 });
    const nobody = await place.run("profile", "nobody");
    expect([nobody.code, nobody.stderr]).toEqual([
      1,
      expect.stringMatching(/^error: TrainingRun "nobody" does not exist .*\(E_NOT_FOUND\)/),
    ]);
    const told = await profile("one", "--engine", "reference");
    expect(told).toMatchObject({
      run: "TrainingRun one",
      engine: { name: "reference", hasKernelTimes: false },
      kernels: [],
    });
    expect(told.parts.map(({ name }) => name)).toEqual([
      "engine",
      "reading data",
      "exchange",
      "update",
      "JavaScript",
    ]);
    expect(total(told.parts)).toBeCloseTo(1, 9);
  });

  it("says what is wrong, and what to do", async () => {
    const cache = join(place.directory, "cache");
    mkdirSync(cache);
    place.env = { [workerEnv.cache]: cache };
    const said = async (...args: string[]) => {
      const { code, stderr } = await place.run("profile", ...args);
      return `${code} ${stderr}`;
    };
    expect(await said()).toMatch(/^2 error: Say what to profile/);
    expect(await said("-f", "one.yaml", "--size", "m")).toMatch(
      /^2 error: --size chooses one of a study's sizes/,
    );
    expect(await said("one", "-f", "one.yaml")).toMatch(/^2 error: A run's name and -f both say/);
    expect(await said("-f", "one.yaml", "--engine", "Pjrt")).toMatch(
      /^1 error: .*plateau engines install pjrt.*\(E_ENGINE_MISSING\)/,
    );
    expect(await said("-f", "huge.yaml")).toMatch(/^1 error: A rank of this run needs about .*\(E_MEMORY\)/);
  });
});
