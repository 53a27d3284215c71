/** Training with checkpoints and data in S3: killed and continued, it gives the bits of an undisturbed run on a directory. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import type { RunConfig } from "@plateau/proto";
import { openStore } from "@plateau/worker/checkpoint/index.ts";
import { tokenize } from "@plateau/worker/data/tokenize/index.ts";
import { mkdirSync, writeFileSync } from "node:fs";
import { bucket, S3Server } from "../../fixtures/s3-server.ts";
import { toolTimeoutMs } from "../../tools/index.ts";
import { tinyRun } from "../train/run-configs.ts";
import { temporaryFolder, WorkerGroup } from "../train/worker-group.ts";
import { run } from "./programs/run.ts";

jest.setTimeout(180_000);
let server: S3Server;
const folder = temporaryFolder();
const groups: WorkerGroup[] = [];
const data = { local: join(folder.path, "tokens"), remote: `s3://${bucket}/data/tokens` };

beforeAll(async () => {
  server = await S3Server.start();
  Object.assign(process.env, server.environment());
  const text = join(folder.path, "text");
  mkdirSync(text);
  for (let i = 0; i < 30; i++)
    writeFileSync(join(text, `${i}.txt`), `${i} sheep and ${i * i} goats. `.repeat(60));
  for (const output of [data.local, data.remote])
    await tokenize({ inputs: [text], output, tokenizer: { name: "byte" } });
}, toolTimeoutMs);
afterAll(async () => {
  await Promise.all(groups.map((group) => group.close()));
  await server.stop();
  folder.remove();
});

function group(name: string, uri: string, storeUri: string): WorkerGroup {
  const base = tinyRun({ folder: folder.path, name, workers: 2 });
  const config: RunConfig = {
    ...base,
    model: { ...base.model, vocabulary: 257 },
    data: { source: "tokens", uri },
    checkpoints: { storeUri, everySteps: 20, forkSteps: [120], keepLast: 10 },
  };
  const created = new WorkerGroup(folder.path, config);
  groups.push(created);
  return created;
}

it("two ranks, killed in the midst and started again, end with the weights of a run on a directory", async () => {
  const local = group("local", data.local, join(folder.path, "checkpoints"));
  await local.startAll().finish();

  const storeUri = `s3://${bucket}/runs/remote`;
  const remote = group("remote", data.remote, storeUri);
  remote.startAll();
  await remote.until("a checkpoint", () => remote.checkpoints().length > 0);
  await Promise.all([remote.kill(0), remote.kill(1)]);
  const reached = remote.told.length;
  remote.startAll();
  await remote.finish();
  // It went on from the store, and not from the beginning.
  const first = remote.told.slice(reached).find(({ event }) => event.type === "step")?.event;
  expect(first).toMatchObject({ type: "step" });
  expect((first as { step: number }).step).toBeGreaterThan(20);

  expect(remote.losses()).toEqual(local.losses());
  const store = await openStore(storeUri);
  const manifest = JSON.parse(
    Buffer.from(await store.readAll("step-000000120/manifest.json")).toString(),
  ) as ReturnType<WorkerGroup["manifest"]>;
  expect(Object.fromEntries(manifest.files.map(({ name, sha256 }) => [name, sha256]))).toEqual(
    local.hashes(120),
  );
  expect(manifest["identity"]).toEqual(local.manifest(120)["identity"]);

  // What the controller's job does when nothing refers to a checkpoint any more.
  const uri = remote.checkpoints().find(({ step }) => step === 120)!.manifestUri;
  expect(uri).toBe(`${storeUri}/step-000000120/manifest.json`);
  const worker = join("..", "..", "..", "..", "worker", "src", "main.ts");
  const removal = run(worker, ["remove-checkpoint"], {
    ...server.environment(),
    PLATEAU_CHECKPOINT_URI: uri,
  });
  expect(await removal.ended).toMatchObject({ code: 0 });
  expect(await store.list("step-000000120/")).toEqual([]);
  expect((await store.list("step-000000100/")).length).toBeGreaterThan(1);
});
