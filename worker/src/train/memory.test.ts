import { describe, expect, it } from "@jest/globals";
import type { RunConfig } from "@plateau/proto";
import { checkMemory, memoryNeed, memoryRoom, totalOf, type NeedParts } from "./memory.ts";

const batch = { sequences: 16, sequenceLength: 64, shards: 4, microbatch: 4 };
const engine = { recompute: false } as RunConfig["engine"];
const parts = (changes: object = {}): NeedParts => ({
  config: {
    batch,
    workers: { count: 2, min: 2 },
    averaging: {},
    exchange: { codec: { name: "none" } } as RunConfig["exchange"],
    ...changes,
  },
  size: 1e6,
  slots: 2,
  gradients: { workBytes: 3e9 },
  evaluation: { workBytes: 5e8 },
});

describe("the memory that a rank needs", () => {
  it("is the state and its copy, a gradient a shard with mean and exchange, and what the programs take", () => {
    // Two shards a rank; their mean, and one vector on its way between the ranks.
    expect(memoryNeed(parts())).toEqual({ process: 250e6, state: 24e6, gradients: 16e6, work: 3.5e9 });
  });

  it.each([
    ["microbatches", { batch: { ...batch, microbatch: 2 } }, 4e6],
    ["a codec with memory", { exchange: { codec: { name: "laser" } } }, 8e6],
    ["one rank, which hosts all shards but sends nothing", { workers: { count: 1, min: 1 } }, 4e6],
    ["averages", { averaging: { ema: { intervalSteps: 1, decay: 0.9, startStep: 0 } } }, 8e6],
  ])("grows with %s", (_, changes, bytes) => {
    expect(totalOf(memoryNeed(parts(changes)))).toBe(totalOf(memoryNeed(parts())) + bytes);
  });

  it("is told with what to change when there is too little", () => {
    const room = { limit: 2e9, limitedBy: "container", free: 2e9 } as const;
    expect(() => checkMemory(memoryNeed(parts()), room, { batch, engine })).toThrow(
      expect.objectContaining({
        code: "E_MEMORY",
        message:
          "A rank of this run needs about 3.8 GB (3.5 for what a step computes in between, 0.02 for parameters, optimizer and their checkpoint, 0.02 for gradients) of the 2.0 GB that the container allows: lower batch.microbatch (now 4), set engine.recompute, or give the pod more memory.",
      }),
    );
    expect(() =>
      checkMemory(memoryNeed(parts()), room, {
        batch: { ...batch, microbatch: 1 },
        engine: { ...engine, recompute: true },
      }),
    ).toThrow(/allows: give the pod more memory\.$/);
  });

  it("is warned of when it is there but not free, and not spoken of when it is", () => {
    const room = { limit: 8e9, limitedBy: "machine", free: 3e9 } as const;
    const need = memoryNeed(parts());
    expect(checkMemory(need, room, { batch, engine })).toMatch(/only 3\.0 GB are free now/);
    expect(checkMemory(need, { ...room, free: 3.6e9 }, { batch, engine })).toBeUndefined();
  });

  it("counts nothing for programs that compute elsewhere", () => {
    const { work, ...rest } = memoryNeed({ ...parts(), gradients: {}, evaluation: {} });
    expect(work).toBeUndefined();
    expect(totalOf({ work, ...rest })).toBe(290e6);
  });

  it("is compared with what this process may use", () => {
    const { limit, free } = memoryRoom();
    expect(limit).toBeGreaterThan(process.memoryUsage().rss);
    expect(free).toBeLessThanOrEqual(limit);
  });
});
