import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLocal } from "@plateau/controller";
import { workerEnv } from "@plateau/proto/process.ts";
import { Workplace } from "./plateau.ts";

jest.setTimeout(180_000);

const run = (name: string, count: number): string => `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${name} }
spec:
  model: { family: GPT2, layers: 1, width: 16, heads: 1, context: 64, vocabulary: 2 }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 3 }
  optimizer: { name: AdamW, learningRate: "2e-3" }
  batch: { sequences: 8, sequenceLength: 64, shards: 4 }
  workers: { count: ${count}, min: 1, max: 3 }
  checkpoints: { store: { uri: checkpoints }, everySteps: 10000, forkAt: { steps: [1500] } }
  stopAt: { steps: 1500 }
`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  for (const name of ["still", "scaled"]) writeFileSync(join(place.directory, `${name}.yaml`), run(name, 1));
});
afterAll(() => place.remove());

interface Told {
  losses: [number, number][];
  evaluations: unknown[];
  /** `rank: size of the group`, in order. */
  formed: string[];
  startsOfRank0: number;
}

async function told(name: string): Promise<Told> {
  const plateau = await openLocal({ home: place.home, workerCommand: [], role: "client" });
  try {
    const { items } = await plateau.cluster.list("plateau.dev/v1alpha1", "TrainingRun");
    const { uid } = items.find(({ metadata }) => metadata.name === name)!.metadata;
    const lifecycle = plateau.history.lifecycle(uid);
    return {
      startsOfRank0: lifecycle.filter(({ rank, reason }) => rank === 0 && reason === "ProcessStarted").length,
      losses: plateau.history.steps(uid).map(({ step, loss }) => [step, loss]),
      evaluations: plateau.history.evaluations(uid).map(({ atMs: _at, ...result }) => result),
      formed: lifecycle
        .filter(({ state }) => state === "training")
        .map(({ rank, message }) => `${rank}: ${message.split(" ")[0]}`),
    };
  } finally {
    await plateau.close();
  }
}

/** Until the run's history shows so many ranks in one group. */
async function untilRanks(name: string, ranks: number): Promise<void> {
  for (;;) {
    const { formed } = await told(name);
    if (formed.at(-1)?.endsWith(` ${ranks}`)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Environment and arguments of the worker processes of the home. */
function workers(): { environment: string; args: string }[] {
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => {
      try {
        const [environment, args] = ["environ", "cmdline"].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, "latin1"),
        ) as [string, string];
        return { environment, args };
      } catch {
        return { environment: "", args: "" };
      }
    })
    .filter(({ environment }) => environment.includes(`${place.home}/`) && keysIn(environment).length > 0);
}

const keysIn = (environment: string): string[] =>
  environment.split("\0").filter((each) => each.startsWith(`${workerEnv.membershipKey}=`));

describe("plateau scale", () => {
  let keys: string[] = [];
  let seen = "";

  it("adds and removes ranks of a run at work, which goes on to the same numbers", async () => {
    expect((await place.run("run", "-f", "still.yaml")).code).toBe(0);
    const { result } = place.start(["run", "-f", "scaled.yaml"]);
    await untilAny("scaled");
    const up = await place.run("scale", "scaled", "--workers", "3");
    expect([up.code, up.stdout]).toEqual([0, "TrainingRun scaled: 1 → 3 workers\n"]);
    await untilRanks("scaled", 3);
    const found = workers();
    keys = [...new Set(found.flatMap(({ environment }) => keysIn(environment)))];
    seen = found.map(({ args }) => args).join("\n");
    expect((await place.run("scale", "scaled", "--workers", "2")).code).toBe(0);
    await untilRanks("scaled", 2);
    const { code, stdout, stderr } = await result;
    expect(code).toBe(0);
    seen += stdout + stderr;
    const [still, scaled] = [await told("still"), await told("scaled")];
    expect(scaled.losses).toEqual(still.losses);
    expect(scaled.evaluations).toEqual(still.evaluations);
    const ofRank0 = scaled.formed.filter((each) => each.startsWith("0"));
    expect([ofRank0[0], ofRank0.at(-1)]).toEqual(["0: 1", "0: 2"]);
    expect(ofRank0).toContain("0: 3");
    // It was never started again.
    expect(scaled.startsOfRank0).toBe(1);
  });

  it("shows the run's key nowhere: not in arguments of processes, logs, what is told or what objects are", async () => {
    expect(keys).toHaveLength(1);
    for (const args of [
      ["describe", "trainingrun", "scaled"],
      ["get", "trainingruns", "-o", "yaml"],
      ["logs", "scaled"],
    ]) {
      const { stdout, stderr } = await place.run(...args);
      expect(stdout).toContain("scaled");
      seen += stdout + stderr;
    }
    const hex = keys[0]!.split("=")[1]!;
    const key = Buffer.from(hex, "hex");
    expect(key.length).toBe(32);
    expect(seen).toContain("train");
    for (const secret of [hex, key.toString("base64")]) expect(seen).not.toContain(secret);
  });

  it.each([
    [["scaled", "--workers", "4"], /max/],
    [["scaled", "--workers", "0"], /whole number above 0/],
    [["nobody", "--workers", "2"], /"nobody" does not exist/],
  ])("refuses %j with a sentence", async (args, sentence) => {
    const { code, stderr } = await place.run("scale", ...args);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(sentence);
  });
});

async function untilAny(name: string): Promise<void> {
  for (;;) {
    const found = await told(name).catch(() => undefined);
    if (found && found.losses.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
