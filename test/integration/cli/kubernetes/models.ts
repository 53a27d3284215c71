/** export, sample and evaluate of a cluster's Checkpoints, as far as their store is reached from here. */
import { join } from "node:path";
import { expect, it } from "@jest/globals";
import { apiVersion } from "@plateau/controller/api/index.ts";
import { llamaConfig } from "@plateau/proto";
import { openStore, saveCheckpoint } from "@plateau/worker/checkpoint/index.ts";
import { checkpointContents } from "@plateau/worker/huggingface/index.ts";
import { createModel, initialize } from "@plateau/worker/models/index.ts";
import { parse } from "yaml";
import { bucket, S3Server } from "../../../fixtures/s3-server.ts";
import type { PluginBench } from "./bench.ts";
import { study } from "./study.ts";

export function modelsOfTheCluster(bench: PluginBench): void {
  it("exports and samples the Checkpoints of the cluster whose store is reached from here", async () => {
    const model = llamaConfig.parse({
      family: "llama",
      layers: 1,
      width: 8,
      heads: 2,
      feedForward: 12,
      context: 8,
      vocabulary: 16,
      tieEmbeddings: true,
    });
    const weights = { parameters: initialize(createModel(model), 1), weightsSha256: "", facts: undefined };
    const store = await openStore(join(bench.place.directory, "store"));
    const committed = await saveCheckpoint(store, checkpointContents({ model, notes: [], ...weights }, "m"));
    const { runTemplate } = (parse(study) as { spec: { runTemplate: { spec: object } } }).spec;
    const checkpoint = (name: string, sha256: string): object => ({
      apiVersion,
      kind: "Checkpoint",
      metadata: { name },
      spec: {
        manifest: { uri: committed.ref.manifestUri, sha256, bytes: String(committed.bytes) },
        step: 0,
        tokens: "0",
        flops: "0",
        producedBy: { kind: "TrainingRun", name: "m", uid: "1" },
        phase: "Plateau",
        holds: ["Weights"],
        recipe: {
          ...runTemplate.spec,
          model: { family: "Llama", layers: 1, width: 8, heads: 2, context: 16, vocabulary: 16 },
          // Relative to what only the cluster knows.
          data: { tokens: { uri: "data" } },
        },
      },
    });
    await bench.kubernetes.apply(JSON.stringify(checkpoint("m-s0", committed.ref.sha256)));
    await bench.kubernetes.apply(JSON.stringify(checkpoint("m-other", "0".repeat(64))));
    const exported = await bench.place.plugin("export", "m-s0", "--to", "m", "-o", "json");
    expect(exported).toMatchObject({ code: 0 });
    expect(JSON.parse(exported.stdout)).toMatchObject({ model, tokenizer: null });
    const sampled = await bench.place.plugin("sample", "m-s0", "--ids", "1,2", "--tokens", "3", "-o", "json");
    expect((JSON.parse(sampled.stdout) as { ids: number[] }).ids).toHaveLength(3);
    const unknown = await bench.place.plugin("evaluate", "m-s0");
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("with --data")]);
    const other = await bench.place.plugin("export", "m-other", "--to", "other");
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining("E_CHECKPOINT_DAMAGED")]);
  });
  it("imports weights into a bucket, as a Checkpoint that the API server takes, and never into a folder that workers do not see", async () => {
    const { place } = bench;
    const local = await place.plugin("import", "m", "--to", "weights");
    expect([local.code, local.stderr]).toEqual([2, expect.stringMatching(/--to s3:\/\/bucket\/prefix/)]);
    const s3 = await S3Server.start();
    const { env } = place;
    try {
      place.env = { ...env, ...s3.environment() };
      const to = ["--name", "weights", "--to", `s3://${bucket}/weights`];
      const imported = await place.plugin("import", "m", ...to, "-o", "json");
      expect(imported).toMatchObject({ code: 0 });
      const found = JSON.parse(await bench.kubectl("get", "checkpoint", "weights", "-o", "json")) as object;
      expect(found).toMatchObject({
        metadata: { finalizers: ["plateau.dev/blob"] },
        spec: { phase: "Imported", producedBy: { kind: "Import", name: "weights" }, holds: ["Weights"] },
      });
      const sampled = await place.plugin("sample", "weights", "--ids", "1,2", "--tokens", "3", "-o", "json");
      expect((JSON.parse(sampled.stdout) as { ids: number[] }).ids).toHaveLength(3);
      const again = await place.plugin("import", "m", ...to);
      expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("E_EXISTS")]);
    } finally {
      place.env = env;
      await s3.stop();
    }
  });
}
