import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiVersion, parseManifests } from "@plateau/controller/api/index.ts";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { openLocal, type LocalPlateau } from "@plateau/controller/local/open-local.ts";
import { Workplace } from "./plateau.ts";

/** Every test starts processes, on machines that may be busy. */
jest.setTimeout(120_000);

const run = (name: string): string => `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${name} }
spec:
  model: { family: Llama, layers: 1, width: 16, heads: 2, context: 16, vocabulary: 64, tieEmbeddings: true }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 1 }
  optimizer: { name: AdamW, learningRate: "1e-3" }
  batch: { sequences: 8, sequenceLength: 16, shards: 2 }
  workers: { count: 2 }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 1000 }
`;

let place: Workplace;
let plateau: LocalPlateau;
let first: KubeObject;

beforeAll(async () => {
  place = new Workplace();
  // No controller runs here: the commands look at what stands in the home.
  plateau = await openLocal({ home: place.home, workerCommand: [], role: "client" });
  for (const name of ["one", "two"]) {
    const [manifest] = parseManifests(run(name), `${name}.yaml`);
    await plateau.cluster.apply(manifest!.object, { fieldManager: "test" });
  }
  const ref = { apiVersion, kind: "TrainingRun", namespace: "default", name: "one" };
  first = await plateau.cluster.updateStatus(ref, {
    step: 250,
    loss: "2.345678",
    progress: "25 %",
    workers: "2/2",
    tokens: "32000",
    flops: "1.5e12",
    conditions: [
      {
        type: "Progressing",
        status: "True",
        reason: "Training",
        message: "Training.",
        lastTransitionTime: new Date().toISOString(),
        observedGeneration: 1,
      },
    ],
  });
  await plateau.cluster.apply(
    {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "one.1", namespace: "default" },
      involvedObject: { apiVersion, kind: "TrainingRun", name: "one", uid: first.metadata.uid },
      type: "Warning",
      reason: "GangRestarted",
      message: "Rank 1 was lost \u001b[31mat night\u001b[0m.",
      lastTimestamp: new Date().toISOString(),
      count: 3,
    },
    { fieldManager: "test" },
  );
});
afterAll(async () => {
  await plateau.close();
  place.remove();
});

describe("plateau get", () => {
  it("shows the printer columns of the kind", async () => {
    const { code, stdout } = await place.run("get", "trainingruns");
    expect(code).toBe(0);
    const [head, one, two] = stdout.split("\n");
    expect(head?.split(/ {2,}/)).toEqual(["NAME", "STATE", "STEP", "LOSS", "PROGRESS", "WORKERS", "AGE"]);
    expect(one).toMatch(/^one +Training +250 +2\.345678 +25 % +2\/2 +\d+s$/);
    expect(two).toMatch(/^two +– +– +– +– +– +\d+s$/);
  });

  it("adds the wide columns, and takes short names and KIND/NAME", async () => {
    const { stdout } = await place.run("get", "trun/one", "-o", "wide");
    expect(stdout).toMatch(/TOKENS +FLOPS +TOKENS\/S\n/);
    expect(stdout).toMatch(/32k +1\.50e12/);
    expect(stdout).not.toContain("two");
  });

  it("writes JSON, YAML and names that programs can read", async () => {
    const list = JSON.parse((await place.run("get", "trun", "-o", "json")).stdout) as { items: KubeObject[] };
    expect(list.items.map(({ metadata }) => metadata.name)).toEqual(["one", "two"]);
    const single = JSON.parse((await place.run("get", "trun", "one", "-o", "json")).stdout) as KubeObject;
    expect(single).toEqual(first);
    expect((await place.run("get", "trun", "one", "-o", "yaml")).stdout).toContain("\n  name: one\n");
    expect((await place.run("get", "trun", "-o", "name")).stdout).toBe("trainingrun/one\ntrainingrun/two\n");
  });

  it("goes on with every change until Ctrl-C", async () => {
    const { process, result } = place.start(["get", "trun", "--watch", "-o", "json"]);
    let seen = "";
    const changed = new Promise<void>((resolve) => {
      process.stdout?.on("data", (chunk: Buffer) => {
        if (seen === "") {
          const ref = { apiVersion, kind: "TrainingRun", namespace: "default", name: "two" };
          void plateau.cluster.updateStatus(ref, { step: 7, conditions: [] });
        }
        seen += chunk.toString();
        if (/"step":7/.test(seen)) resolve();
      });
    });
    await changed;
    process.kill("SIGINT");
    const { code, stderr } = await result;
    expect([code, stderr]).toEqual([130, ""]);
  });

  it("says what there is when a name is wrong, and that there is nothing where there is nothing", async () => {
    const wrong = await place.run("get", "trun", "three");
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      'error: TrainingRun "three" does not exist. There are: one, two. (E_NOT_FOUND)\n',
    ]);
    const none = await place.run("get", "cooldowns");
    expect([none.code, none.stdout, none.stderr]).toEqual([
      0,
      "",
      "There are no cooldowns in namespace default.\n",
    ]);
  });

  it("names the home where there is no cluster, and makes none", async () => {
    const { code, stderr } = await place.run("--home", "elsewhere", "get", "trun");
    expect(code).toBe(1);
    expect(stderr).toMatch(/There is no cluster at .*elsewhere yet/);
  });
});

describe("plateau describe", () => {
  it("shows spec, status, conditions and events, without what would meddle with a terminal", async () => {
    const { code, stdout } = await place.run("describe", "trainingrun", "one");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^TrainingRun one {2}namespace default, \d+s old, generation 1$/m);
    expect(stdout).toMatch(/^ {2}optimizer\.learningRate +1e-3$/m);
    expect(stdout).toMatch(/^ {2}step +250$/m);
    expect(stdout).toMatch(/^ {2}Progressing +True +Training +\d+s +Training\.$/m);
    expect(stdout).toMatch(/GangRestarted {2}Rank 1 was lost at night\. \(×3\)$/m);
    expect(stdout).not.toContain("\u001b");
  });

  it("wants a name and an object that exists", async () => {
    expect((await place.run("describe", "trun")).code).toBe(2);
    const { code, stderr } = await place.run("describe", "trun", "three");
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('"plateau get trainingruns" lists what does'),
    ]);
  });
});

describe("plateau logs", () => {
  it("says so where there are none yet", async () => {
    const { code, stderr } = await place.run("logs", "one");
    expect([code, stderr]).toEqual([1, expect.stringMatching(/no log of default\/one.*\(E_NO_LOGS\)/)]);
  });
});

describe("plateau delete", () => {
  it("deletes by name and by file, and knows what is missing", async () => {
    writeFileSync(join(place.directory, "three.yaml"), run("three"));
    const [manifest] = parseManifests(run("three"), "three.yaml");
    await plateau.cluster.apply(manifest!.object, { fieldManager: "test" });
    const byName = await place.run("delete", "trainingrun", "two");
    expect([byName.code, byName.stdout]).toEqual([0, expect.stringMatching(/^TrainingRun two deleted/)]);
    const byFile = await place.run("delete", "-f", "three.yaml");
    expect([byFile.code, byFile.stdout]).toEqual([0, expect.stringMatching(/^TrainingRun three deleted/)]);
    const again = await place.run("delete", "-f", "three.yaml");
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("--ignore-not-found")]);
    expect((await place.run("delete", "-f", "three.yaml", "--ignore-not-found")).code).toBe(0);
    expect((await place.run("delete", "trainingrun")).code).toBe(2);
    expect((await place.run("delete")).code).toBe(2);
  });
});
