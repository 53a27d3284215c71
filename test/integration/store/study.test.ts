/** A study of `plateau run` whose checkpoints lie in S3: trunks fork there, cooldowns start from there, deletion removes from there. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { removeStudy } from "@plateau/cli/study/remove-study.ts";
import { systemTerminal } from "@plateau/cli/terminal.ts";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import { Workplace } from "../cli/plateau.ts";

// Two gangs of two processes, on machines that may be busy.
jest.setTimeout(300_000);

const prefix = `s3://${bucket}/studies`;
const study = `
apiVersion: plateau.dev/v1alpha1
kind: ScalingStudy
metadata: { name: tiny }
spec:
  sizes:
    - { name: xs, layers: 1, width: 16, heads: 2 }
  horizons: { tokens: ["16e3"] }
  runTemplate:
    spec:
      model: { family: Llama, context: 16, vocabulary: 64, tieEmbeddings: true }
      data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 17 }
      optimizer: { name: AdamW, learningRate: "4e-3" }
      schedule: { warmupSteps: 10 }
      batch: { sequences: 16, sequenceLength: 16, shards: 2 }
      workers: { count: 2, min: 1 }
      checkpoints: { store: { uri: "${prefix}" }, everySteps: 20 }
  cooldownTemplate:
    spec: { workers: { count: 2, min: 1 } }
  fit: { resamples: 20 }
`;

let server: S3Server;
let place: Workplace;
beforeAll(async () => {
  server = await S3Server.start();
  Object.assign(process.env, server.environment());
  place = new Workplace();
  place.env = server.environment();
  writeFileSync(join(place.directory, "tiny.yaml"), study);
}, toolTimeoutMs);
afterAll(async () => {
  place.remove();
  await server.stop();
});

interface Listed {
  items: { metadata: { name: string }; spec: { manifest: { uri: string } } }[];
}

it("trains, branches and scores; every Checkpoint names a manifest in the bucket, which goes with it", async () => {
  const { code, stderr } = await place.run("run", "-f", "tiny.yaml");
  expect([code, code === 0 ? "" : stderr]).toEqual([0, ""]);
  const { stdout } = await place.run("get", "cooldowns", "-o", "json");
  const [cooldown] = (JSON.parse(stdout) as { items: { status: Record<string, unknown> }[] }).items;
  expect(cooldown?.status).toMatchObject({ finalLoss: expect.anything() });

  const { items } = JSON.parse((await place.run("get", "checkpoints", "-o", "json")).stdout) as Listed;
  expect(items.length).toBeGreaterThan(0);
  const store = await openStore(prefix);
  const manifests = async (): Promise<string[]> =>
    (await store.list(""))
      .map(({ name }) => `${prefix}/${name}`)
      .filter((name) => name.endsWith("manifest.json"));
  const before = await manifests();
  const named = items.map(({ spec }) => spec.manifest.uri);
  expect(before).toEqual(expect.arrayContaining(named));

  const terminal = { ...systemTerminal(process), live: false };
  await removeStudy(place.home, { namespace: "default", name: "tiny" }, terminal);
  const after = await manifests();
  expect(named.filter((uri) => after.includes(uri))).toEqual([]);
});
