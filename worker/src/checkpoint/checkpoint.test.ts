import { mkdtemp, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { manifestFile } from "./contents.ts";
import { CheckpointError } from "./errors.ts";
import { contentsAt, identity, layout } from "./fixtures.ts";
import {
  compareIdentity,
  type Identity,
  listCheckpoints,
  loadCheckpoint,
  loadLatestGood,
  loadReference,
  openStore,
  prune,
  removeCheckpoint,
  requireIdentity,
  saveCheckpoint,
} from "./index.ts";

let home: string;
let counter = 0;
const emptyStore = async (): Promise<{ store: Awaited<ReturnType<typeof openStore>>; root: string }> => {
  const root = join(home, `store-${counter++}`);
  return { store: await openStore(root), root };
};
const storeWith = async (...steps: number[]): ReturnType<typeof emptyStore> => {
  const made = await emptyStore();
  for (const step of steps) await saveCheckpoint(made.store, contentsAt(step));
  return made;
};
const failure = async (promise: Promise<unknown>): Promise<CheckpointError> =>
  promise.then(
    () => {
      throw new Error("expected a CheckpointError, but it succeeded");
    },
    (error: unknown) => {
      if (!(error instanceof CheckpointError)) throw error;
      return error;
    },
  );

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-checkpoint-"));
});
afterAll(() => rm(home, { recursive: true }));

describe("save and load", () => {
  it("gives back every vector, counter and fact bit for bit", async () => {
    const { store } = await emptyStore();
    const contents = contentsAt(120);
    const { ref, bytes } = await saveCheckpoint(store, contents);
    const loaded = await loadCheckpoint(store, ref, { layout });
    expect(loaded.state).toEqual(contents.state);
    expect(loaded.manifest).toMatchObject(contents.facts);
    expect(loaded.manifest.holds).toEqual([
      "Weights",
      "OptimizerState",
      "CodecState",
      "DataCursor",
      "Averages",
    ]);
    expect(loaded.layout).toEqual(layout);
    expect((await listCheckpoints(store)).map((each) => ({ ...each }))).toEqual([{ step: 120, bytes }]);
    expect((await loadReference(ref, { only: "weights" })).state.parameters).toEqual(
      contents.state.parameters,
    );
  });

  it("reads vectors that lie on shared memory, NaN and infinities included", async () => {
    const { store } = await emptyStore();
    const contents = contentsAt(1);
    const shared = new Float32Array(new SharedArrayBuffer(64));
    shared.set([NaN, Infinity, -0, 1e-45]);
    contents.state.parameters = shared;
    const { ref } = await saveCheckpoint(store, contents);
    const { parameters } = (await loadCheckpoint(store, ref)).state;
    expect([...parameters]).toEqual([...shared]);
    expect(parameters.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("leaves a committed step as it is, and replaces a damaged one", async () => {
    const { store, root } = await storeWith(5);
    const first = await readFile(join(root, "step-000000005", manifestFile));
    await saveCheckpoint(store, contentsAt(5), new Date(0));
    expect(await readFile(join(root, "step-000000005", manifestFile))).toEqual(first);
    await truncate(join(root, "step-000000005", "model.safetensors"), 100);
    const again = await saveCheckpoint(store, contentsAt(5));
    expect((await loadCheckpoint(store, again.ref)).state).toEqual(contentsAt(5).state);
  });

  it("refuses vectors that do not fit the layout before writing a manifest", async () => {
    const { store } = await emptyStore();
    const contents = contentsAt(5);
    contents.state.slots["m"] = new Float32Array(3);
    await expect(saveCheckpoint(store, contents)).rejects.toMatchObject({ code: "E_CHECKPOINT_CONTENTS" });
    expect(await listCheckpoints(store)).toEqual([]);
  });

  it("names the tensor when a checkpoint is of another model", async () => {
    const { store } = await storeWith(5);
    const other = [layout[0]!, { name: "layers.0.norm.gain", shape: [8] }];
    const error = await failure(loadCheckpoint(store, 5, { layout: other }));
    expect(error.code).toBe("E_CHECKPOINT_MISMATCH");
    expect(error.message).toMatch(/tensor 1 is "layers\.0\.norm\.gain" \[4\].*\[8\]/);
  });
});

describe("damage", () => {
  const fileNames = [
    "model.safetensors",
    "optimizer.safetensors",
    "averages.safetensors",
    "extra.safetensors",
    manifestFile,
  ];
  let stored: Awaited<ReturnType<typeof storeWith>>;
  beforeAll(async () => {
    stored = await storeWith(8);
  });
  /** Error of a load after the change, which is then undone. */
  const damaged = async (file: string, change: (bytes: Buffer) => Buffer): Promise<CheckpointError> => {
    const path = join(stored.root, "step-000000008", file);
    const whole = await readFile(path);
    await writeFile(path, change(Buffer.from(whole)));
    const error = await failure(loadCheckpoint(stored.store, 8));
    await writeFile(path, whole);
    return error;
  };

  it.each(fileNames)("of a truncated %s is found at every length class and named", async (file) => {
    const whole = (await readFile(join(stored.root, "step-000000008", file))).length;
    // Empty, inside the length field, its end, inside the header, inside the data, one byte short.
    for (const length of [0, 1, 7, 8, 9, 40, Math.floor(whole / 2), whole - 2, whole - 1]) {
      const error = await damaged(file, (bytes) => bytes.subarray(0, length));
      expect(error.code).toBe("E_CHECKPOINT_DAMAGED");
      expect(error.file).toBe(`step-000000008/${file}`);
      expect(error.message).toContain(file);
      if (file !== manifestFile)
        expect(error.message).toContain(`truncated by ${whole - length} of ${whole}`);
    }
  });

  it("by one flipped bit anywhere in any file is found and named", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fileNames), fc.nat(1_000_000), fc.nat(7), async (file, at, bit) => {
        const error = await damaged(file, (bytes) => {
          bytes[at % bytes.length]! ^= 1 << bit;
          return bytes;
        });
        expect(error.code).toBe("E_CHECKPOINT_DAMAGED");
        expect(error.file).toBe(`step-000000008/${file}`);
      }),
      { numRuns: 120, seed: 3 },
    );
  }, 30_000);

  it("by bytes appended, a removed file or a removed manifest is named", async () => {
    const longer = await damaged("model.safetensors", (bytes) => Buffer.concat([bytes, Buffer.from("x")]));
    expect(longer.message).toContain("1 bytes longer");
    const { store, root } = await storeWith(8);
    await rm(join(root, "step-000000008", "optimizer.safetensors"));
    expect((await failure(loadCheckpoint(store, 8))).message).toContain(
      "optimizer.safetensors is damaged: it is missing",
    );
    await rm(join(root, "step-000000008", manifestFile));
    const error = await failure(loadCheckpoint(store, 8));
    expect(error.code).toBe("E_CHECKPOINT_MISSING");
    expect(error.message).toContain("never completed");
    expect(await listCheckpoints(store)).toEqual([]);
  });

  it("falls back to the newest whole checkpoint and says what was skipped", async () => {
    const { store, root } = await storeWith(10, 20, 30);
    await truncate(join(root, "step-000000030", "model.safetensors"), 50);
    await writeFile(join(root, "step-000000020", manifestFile), "{");
    const { loaded, skipped } = await loadLatestGood(store);
    expect(loaded?.manifest.step).toBe(10);
    expect(skipped.map(({ step, error }) => [step, error.file])).toEqual([
      [30, "step-000000030/model.safetensors"],
      [20, "step-000000020/manifest.json"],
    ]);
  });

  it("refuses a manifest that was replaced by another valid one", async () => {
    const { store } = await storeWith(8);
    const { ref } = await saveCheckpoint(store, contentsAt(8));
    const error = await failure(loadCheckpoint(store, { ...ref, sha256: "0".repeat(64) }));
    expect(error.code).toBe("E_CHECKPOINT_DAMAGED");
  });
});

describe("retention", () => {
  it("keeps the fork points and the newest periodic checkpoints", async () => {
    const { store } = await storeWith(10, 20, 30, 40, 50);
    const { removed } = await prune(store, { keepLast: 2, forkSteps: [10] });
    expect(removed).toEqual([30, 20]);
    expect((await listCheckpoints(store)).map(({ step }) => step)).toEqual([10, 40, 50]);
  });

  it("never removes the only whole one to make room for damaged ones", async () => {
    const { store, root } = await storeWith(10, 20, 30);
    for (const step of ["step-000000020", "step-000000030"])
      await truncate(join(root, step, "optimizer.safetensors"), 9);
    const { removed, damaged } = await prune(store, { keepLast: 1, forkSteps: [] });
    expect(removed).toEqual([]);
    expect(damaged.map(({ step }) => step)).toEqual([30, 20]);
    expect((await loadLatestGood(store)).loaded?.manifest.step).toBe(10);
  });

  it("removes a checkpoint with its directory by its manifest's address, once and again", async () => {
    const { store, root } = await storeWith(10, 20);
    const { ref } = await loadCheckpoint(store, 10);
    await removeCheckpoint(ref.manifestUri);
    await removeCheckpoint(ref.manifestUri);
    expect(await readdir(root)).toEqual(["step-000000020"]);
  });
});

describe("identity", () => {
  it("of a manifest that names its codec alone is that of the codec without noise", () => {
    const whole = (codec: object, channel: object = { name: "noiseless" }): Identity =>
      ({ ...identity, codec: { codec, channel, seed: 0 } }) as Identity;
    expect(compareIdentity({ ...identity, codec: "none" }, whole({ name: "none" }))).toEqual([]);
    expect(compareIdentity({ ...identity, codec: "none" }, whole({ name: "signum" }))).toEqual([
      { field: "codec.codec.name", checkpoint: "none", run: "signum" },
    ]);
    const noisy = whole({ name: "none" }, { name: "awgn" });
    expect(() => requireIdentity("m", identity, noisy)).toThrow(/codec\.channel\.name is "awgn"/);
    expect(requireIdentity("m", identity, noisy, ["codec"])).toHaveLength(1);
  });

  it("lists every differing field with both values", () => {
    const other = { ...identity, dataSeed: 18, batch: { ...identity.batch, shards: 4 } };
    expect(compareIdentity(identity, other)).toEqual([
      { field: "batch.shards", checkpoint: 2, run: 4 },
      { field: "dataSeed", checkpoint: 17, run: 18 },
    ]);
    expect(compareIdentity(identity, structuredClone(identity))).toEqual([]);
  });

  it("accepts what the run changes on purpose and refuses the rest by name", () => {
    const other = { ...identity, data: "other", dataSeed: 18, seed: 2 };
    expect(() => requireIdentity("m", identity, other, ["data"])).toThrow(/recipe: seed is 2, was 1\. /);
    expect(requireIdentity("m", identity, { ...identity, dataSeed: 18 }, ["data"])).toHaveLength(1);
  });
});
