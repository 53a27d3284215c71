import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunConfig } from "@plateau/proto";
import { contentsAt } from "../checkpoint/fixtures.ts";
import { openStore, saveCheckpoint } from "../checkpoint/index.ts";
import type { BlobStore } from "../checkpoint/store.ts";
import type { PayloadExchange } from "../exchange/exchange.ts";
import { agreeOnStart, type Findings, type Standing, type Start } from "./agree.ts";

let home: string;
let counter = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "plateau-agree-"));
});
afterAll(() => rm(home, { recursive: true }));

async function storeWith(...steps: number[]): Promise<BlobStore> {
  const store = await openStore(join(home, `store-${counter++}`));
  for (const step of steps) await saveCheckpoint(store, contentsAt(step));
  return store;
}

/** Exchanges of ranks in one process: a gather is complete when all of them have given their value. */
function groupOf(ranks: readonly number[]): PayloadExchange[] {
  const labels = new Map<
    string,
    { values: Uint8Array[]; count: number; all: PromiseWithResolvers<Uint8Array[]> }
  >();
  return ranks.map((rank, place) => ({
    membership: { version: 1, rank, ranks, worldSize: ranks.length, shards: [] },
    reducePayloads: () => Promise.reject(new Error("nothing is reduced here")),
    gather: (label, value) => {
      const gathering = labels.get(label) ?? { values: [], count: 0, all: Promise.withResolvers() };
      labels.set(label, gathering);
      gathering.values[place] = value;
      if ((gathering.count += 1) === ranks.length) gathering.all.resolve(gathering.values);
      return gathering.all.promise;
    },
  }));
}

interface Case {
  ranks?: number[];
  standings: Partial<Standing>[];
  store?: BlobStore;
  forkSteps?: number[];
  hasMemory?: boolean;
  startFrom?: RunConfig["startFrom"];
  weightsFrom?: RunConfig["weightsFrom"];
}

/** What every rank hears; they must all hear the same. */
async function decide(given: Case): Promise<{ start: Start; findings: Findings[] }> {
  const { standings, ranks = standings.map((_, rank) => rank), hasMemory = false } = given;
  const store = given.store ?? (await storeWith());
  const findings: Findings[] = [];
  const config = {
    batch: { shards: 4 },
    stopAtStep: 1000,
    checkpoints: { forkSteps: given.forkSteps ?? [] },
    startFrom: given.startFrom,
    weightsFrom: given.weightsFrom,
  } as unknown as RunConfig;
  const agreements = await Promise.all(
    groupOf(ranks).map((exchange, place) =>
      agreeOnStart(
        { step: null, passedForks: [], memoryOf: [], ...standings[place] },
        { exchange, store, config, hasMemory, found: (each) => findings.push(each) },
      ),
    ),
  );
  for (const { start } of agreements) expect(start).toEqual(agreements[0]!.start);
  return { start: agreements[0]!.start, findings };
}

describe("where a group starts", () => {
  it("is the seed if nobody has anything, or what the branch starts from, or whose weights a run begins with", async () => {
    expect((await decide({ standings: [{}, {}] })).start).toEqual({ from: "seed" });
    const startFrom = { manifestUri: "/x", sha256: "ab" };
    const branch = await decide({ standings: [{}], startFrom });
    expect(branch.start).toEqual({ from: "checkpoint", ref: startFrom, own: false });
    const weightsFrom = startFrom;
    expect((await decide({ standings: [{}], weightsFrom })).start).toEqual({
      from: "weights",
      ref: weightsFrom,
    });
    const begun = await decide({ standings: [{}], weightsFrom, store: await storeWith(20) });
    expect(begun.start).toMatchObject({ from: "checkpoint", own: true });
  });

  it("is the newest checkpoint if nobody holds a state", async () => {
    const { start } = await decide({ standings: [{}, {}], store: await storeWith(20, 40) });
    expect(start).toMatchObject({ from: "checkpoint", own: true });
    expect(start).toHaveProperty("ref.manifestUri", expect.stringContaining("step-000000040"));
  });

  it("is the most advanced state that a rank holds, without a look at the store", async () => {
    const { start, findings } = await decide({
      ranks: [1, 2, 5],
      standings: [{ step: 41 }, {}, { step: 42 }],
      store: await storeWith(40),
    });
    expect(start).toEqual({ from: "peer", rank: 5, step: 42 });
    expect(findings).toEqual([]);
  });

  it("is a state of step 0 rather than the seed: what was begun is gone on with", async () => {
    expect((await decide({ standings: [{}, { step: 0 }] })).start).toEqual({
      from: "peer",
      rank: 1,
      step: 0,
    });
  });

  it("lies before a fork point that the lost coordinator had not committed", async () => {
    const { start, findings } = await decide({
      standings: [{ step: 45, passedForks: [40] }, { step: 45 }],
      store: await storeWith(20),
      forkSteps: [40],
    });
    expect(start).toHaveProperty("ref.manifestUri", expect.stringContaining("step-000000020"));
    expect(findings).toMatchObject([{ uncommitted: [40], wasAt: 45 }]);
    const committed = await decide({
      standings: [{ step: 45, passedForks: [40] }, { step: 45 }],
      store: await storeWith(20, 40),
      forkSteps: [40],
    });
    expect(committed.start).toEqual({ from: "peer", rank: 0, step: 45 });
  });

  it("is the very state of a fork point that was not committed: it can still be written", async () => {
    const { start } = await decide({
      standings: [
        { step: 40, passedForks: [40] },
        { step: 40, passedForks: [40] },
      ],
      store: await storeWith(20),
      forkSteps: [40],
    });
    expect(start).toEqual({ from: "peer", rank: 0, step: 40 });
  });

  it.each<[string, Partial<Standing>[], boolean]>([
    ["all shards' memory is where its hosts are", [{ memoryOf: [0, 1] }, { memoryOf: [2, 3] }], true],
    ["a shard's memory is gone", [{ memoryOf: [0, 1] }, { memoryOf: [2] }], false],
    ["memory is on another rank than its shard", [{ memoryOf: [0, 2] }, { memoryOf: [1, 3] }], false],
    ["a rank's memory is a step behind", [{ memoryOf: [0, 1] }, { memoryOf: [2, 3], step: 44 }], false],
  ])("with a codec that remembers, when %s", async (_title, memories, goesOn) => {
    const { start, findings } = await decide({
      standings: memories.map((memory) => ({ step: 45, ...memory })),
      store: await storeWith(20, 40),
      hasMemory: true,
    });
    expect(start.from).toBe(goesOn ? "peer" : "checkpoint");
    if (!goesOn) expect(findings).toMatchObject([{ wasAt: 45 }]);
  });

  it("is not guessed if a rank's word is not understood: the rank is named", async () => {
    const [own, other] = groupOf([0, 3]);
    const said = other!.gather("standing", Buffer.from('{"speed":3}'));
    const agreed = agreeOnStart(
      { step: 1, passedForks: [], memoryOf: [] },
      {
        exchange: own!,
        store: await storeWith(),
        config: {} as RunConfig,
        hasMemory: false,
        found: () => {},
      },
    );
    await expect(agreed).rejects.toThrow(
      /Rank 3 says where it stands in a form that this program does not know/,
    );
    await said;
  });
});
