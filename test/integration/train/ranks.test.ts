import { beforeAll, describe, expect, it } from "@jest/globals";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();
const steps = 120;

describe("a run of 120 steps over four shards", () => {
  let alone: WorkerGroup;

  beforeAll(async () => {
    alone = await groups.finished({ name: "alone" });
  });

  it("by one rank tells of every step, of its checkpoints and of its final loss", () => {
    expect([...alone.steps().keys()]).toEqual(Array.from({ length: steps }, (_, i) => i + 1));
    expect(alone.checkpoints().map(({ step, fork }) => [step, fork])).toEqual([
      [40, false],
      [80, false],
      [120, true],
    ]);
    expect(alone.evaluations().map(({ step, weights, tokens }) => [step, weights, tokens])).toEqual([
      [steps, "raw", 21 * 24],
    ]);
    // Tied embeddings of std 0.02 and width 16 give the current symbol a logit of 16·0.02²/0.02 = 0.32 from the start:
    // ln(4 + e^0.32) − 0.7·0.32 = 1.46 on a chain that stays with probability 0.7. Its entropy rate is 1.03.
    expect(Math.abs(alone.losses()[0]! - 1.46)).toBeLessThan(0.05);
    expect(alone.evaluations()[0]!.loss).toBeLessThan(1.2);
  });

  it("spends nothing twice: tokens and FLOPs grow by the same amount every step", () => {
    const events = [...alone.steps().values()];
    expect(events.map(({ tokens }) => tokens)).toEqual(events.map(({ step }) => step * 16 * 24));
    expect(new Set(events.map(({ flops, step }) => flops / step)).size).toBe(1);
  });

  it.each([2, 4])(
    "by %d ranks gives the same losses, evaluation, weights and moments to the bit",
    async (workers) => {
      const together = await groups.finished({ name: `by-${workers}`, workers });
      expect(together.losses()).toEqual(alone.losses());
      expect(together.evaluations()).toEqual(alone.evaluations());
      for (const step of [40, 80, 120]) expect(together.hashes(step)).toEqual(alone.hashes(step));
      for (let rank = 0; rank < workers; rank++) expect(together.hasSocket(rank)).toBe(false);
    },
  );

  it.each([
    [1, [0]],
    [2, [0]],
    [2, [1]],
    [4, [0, 2]],
    [4, [3]],
  ])(
    "by %d ranks survives kill -9 of ranks %j: the others keep their process, the result is the same",
    async (workers, victims) => {
      const group = groups.create({ name: `kill-${workers}-${victims.join("")}`, workers }).startAll();
      const survivors = group.ranks
        .filter((rank) => !victims.includes(rank!.rank))
        .map((rank) => rank!.process.pid);
      await group.untilStep(20);
      await Promise.all(victims.map((rank) => group.kill(rank)));
      for (const rank of victims) group.start(rank);
      await group.finish();
      expect(group.losses()).toEqual(alone.losses());
      expect(group.hashes(steps)).toEqual(alone.hashes(steps));
      expect(group.evaluations()).toEqual(alone.evaluations());
      const formed = group.told.filter(
        ({ event }) => event.type === "lifecycle" && event.state === "training",
      );
      // Twice each, at least once of them in the middle of the run: the kill did interrupt something.
      for (const pid of survivors) expect(formed.filter((told) => told.pid === pid)).toHaveLength(2);
      expect(formed).toHaveLength(2 * workers);
    },
  );
});
