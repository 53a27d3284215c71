/** Ranks that come and go while the run goes on: the result is the same to the bit, and who stays keeps its process and memory. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { exitCodes, exchangeConfig } from "@plateau/proto";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();
const steps = 400;
let alone: WorkerGroup;

/** A run that is long enough for things to happen in, without checkpoints along the way: nothing can come from the store. */
function create(name: string, workers: number, rejoinTimeoutMs: number): WorkerGroup {
  const storeUri = `${groups.folder}/checkpoints/${name}`;
  return groups.create({
    name,
    workers,
    change: {
      stopAtStep: steps,
      checkpoints: { storeUri, everySteps: 0, forkSteps: [steps], keepLast: 1 },
      exchange: exchangeConfig.parse({
        codec: { name: "none" },
        timeoutMs: 2_000,
        rejoinTimeoutMs,
        tls: false,
        membershipKey: "5e".repeat(32),
      }),
    },
  });
}

beforeAll(async () => {
  alone = create("alone", 1, 60_000).startAll();
  await alone.finish();
});

/** Ranks of the groups that were formed, by the version, as the ranks say when training begins. */
function formed(group: WorkerGroup): string[] {
  return group.told
    .filter(({ event }) => event.type === "lifecycle" && event.state === "training")
    .map(({ rank, event }) => `${rank}: ${event.type === "lifecycle" ? event.message.split(" ")[0] : ""}`);
}

/** On a busy machine a rank may start later than the others wait for it: smaller groups come first. */
const trains = (group: WorkerGroup, ranks: number, since: number): Promise<unknown> =>
  group.until(`${ranks} ranks to train`, () =>
    group.told
      .slice(since)
      .some(
        ({ event }) =>
          event.type === "lifecycle" &&
          event.state === "training" &&
          event.message.startsWith(`${ranks} rank`),
      ),
  );

function expectSame(group: WorkerGroup): void {
  expect(group.losses()).toEqual(alone.losses());
  expect(group.hashes(steps)).toEqual(alone.hashes(steps));
  expect(group.evaluations()).toEqual(alone.evaluations());
}

describe("while a run goes on", () => {
  it.each([[[0]], [[3]], [[0, 1]]])(
    "ranks %j are lost for good: the others take over and finish, from the very step",
    async (victims) => {
      const group = create(`lost-${victims.join("")}`, 4, 300).startAll();
      await trains(group, 4, 0);
      await group.untilStep(30);
      const before = group.told.length;
      await Promise.all(victims.map((rank) => group.kill(rank)));
      await trains(group, 4 - victims.length, before);
      for (const { rank } of group.ranks.filter((each) => !victims.includes(each!.rank)).map((each) => each!))
        expect(await group.exitCode(rank)).toBe(0);
      expectSame(group);
      expect(group.outputs()).not.toMatch(/"from":"checkpoint"/);
    },
  );

  it("a lost rank's replacement catches up from a peer, also when the shards were taken over meanwhile", async () => {
    const group = create("replaced", 3, 300).startAll();
    const survivors = [0, 2].map((rank) => group.ranks[rank]!.process.pid);
    await group.until("rank 0 to train with all", () => formed(group).includes("0: 3"));
    await group.untilStep(30);
    const before = formed(group).filter((each) => each.startsWith("0")).length;
    const lost = group.told.length;
    await group.kill(1);
    await trains(group, 2, lost);
    const back = group.told.length;
    const replacement = group.start(1);
    await trains(group, 3, back);
    await group.finish();
    expectSame(group);
    expect(replacement.output).toMatch(/caught up from a peer/);
    expect([0, 2].map((rank) => group.ranks[rank]!.process.pid)).toEqual(survivors);
    const after = formed(group).filter((each) => each.startsWith("0"));
    expect(after.slice(before)).toEqual(["0: 2", "0: 3"]);
  });

  it("ranks are added, then asked to leave: no step of the others fails", async () => {
    const group = create("scaled", 1, 60_000).startAll();
    await group.untilStep(20);
    const added = group.told.length;
    await group.add([3, 1, 2]);
    await trains(group, 4, added);
    const left = group.told.length;
    await Promise.all([group.kill(3, "SIGTERM"), group.kill(0, "SIGTERM")]);
    expect(await Promise.all([group.exitCode(3), group.exitCode(0)])).toEqual([
      exitCodes.interrupted,
      exitCodes.interrupted,
    ]);
    await trains(group, 2, left);
    for (const rank of [1, 2]) expect(await group.exitCode(rank)).toBe(0);
    expectSame(group);
    expect(group.outputs()).not.toMatch(/the group broke/);
  });

  it("a paused rank is done without, and is taken in again when it goes on", async () => {
    const group = create("paused", 3, 300).startAll();
    await trains(group, 3, 0);
    await group.untilStep(30);
    const before = group.told.length;
    await group.kill(0, "SIGSTOP");
    await trains(group, 2, before);
    await group.untilStep(60, before);
    const back = group.told.length;
    await group.kill(0, "SIGCONT");
    await trains(group, 3, back);
    await group.finish();
    expectSame(group);
  });
});
