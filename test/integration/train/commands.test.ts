/** Commands to real workers of a run: a checkpoint when asked, a pause that nobody takes for a loss, and results that do not depend on it. */
import { beforeAll, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Command, CommandReply } from "@plateau/proto/events/index.ts";
import { exitCodes, type ProcessCommand, type ProcessCommandReply, type RunConfig } from "@plateau/proto";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();
let undisturbed: WorkerGroup;

beforeAll(async () => {
  undisturbed = await groups.finished({ name: "untold" });
});

/** Tells ranks something and waits for their answers. */
async function tell(group: WorkerGroup, command: Command, ranks: number[]): Promise<CommandReply[]> {
  const id = randomUUID();
  return Promise.all(
    ranks.map((rank) => {
      const { process } = group.ranks[rank]!;
      const answered = new Promise<CommandReply>((resolve) => {
        const listen = (message: Partial<ProcessCommandReply>): void => {
          if (message.plateauReply?.id !== id) return;
          process.off("message", listen);
          resolve(message.plateauReply);
        };
        process.on("message", listen);
      });
      process.send({ plateauCommand: { id, command } } satisfies ProcessCommand);
      return answered;
    }),
  );
}

/** Error feedback: what was kept back belongs to the state, on the rank that hosts the shard. */
const withMemory = (): Pick<RunConfig, "exchange"> => ({
  exchange: {
    ...undisturbed.config.exchange,
    codec: {
      name: "powersgd",
      matrixRank: 2,
      errorFeedback: true,
      warmStart: true,
      minCompressionRatio: 1,
      startAfterStep: 0,
    },
  },
});

const stepOf = ({ message }: CommandReply): number => Number(/step (\d+)/.exec(message)?.[1]);

it.each([
  ["of one rank", 1, false],
  ["of three ranks", 3, false],
  ["whose codec keeps memory on every rank", 2, true],
])("a checkpoint asked of a run %s is whole, and does not disturb it", async (_what, workers, hasMemory) => {
  const name = `asked-${workers}`;
  const change = {
    ...(hasMemory ? withMemory() : {}),
    checkpoints: {
      storeUri: join(groups.folder, "checkpoints", name),
      everySteps: 0,
      forkSteps: [120],
      keepLast: 10,
    },
  };
  const group = groups.create({ name, workers, change }).startAll();
  await group.untilStep(10);
  const ranks = group.ranks.map((_, rank) => rank);
  const replies = await tell(group, { type: "checkpoint-now" }, ranks);
  expect(replies.map(({ accepted }) => accepted)).toEqual(ranks.map(() => true));
  const step = stepOf(replies[0]!);
  expect(step).toBeGreaterThan(10);
  expect(group.manifest(step)["step"]).toBe(step);
  // Everybody is lost at once: what was asked for is where they go on.
  for (const rank of ranks) await group.kill(rank);
  const before = group.told.length;
  group.startAll();
  await group.finish();
  const first = group.told.slice(before).find(({ event }) => event.type === "step")!.event;
  expect(first).toMatchObject({ step: step + 1 });
  const reference = hasMemory
    ? await groups.finished({ name: "untold-memory", workers, change: withMemory() })
    : undisturbed;
  expect(group.hashes(120)).toEqual(reference.hashes(120));
});

it("a pause holds every rank after the same step, longer than a silent peer would be waited for, until it is resumed", async () => {
  // Nothing may happen for so long: a silent peer would be given up after a third of it.
  const timeoutMs = 500;
  const exchange = { ...undisturbed.config.exchange, timeoutMs };
  const group = groups.create({ name: "paused", workers: 3, change: { exchange } }).startAll();
  await group.untilStep(10);
  const held = await tell(group, { type: "pause" }, [0, 1, 2]);
  expect(held.map(({ accepted }) => accepted)).toEqual([true, true, true]);
  expect(new Set(held.map(stepOf)).size).toBe(1);
  const step = stepOf(held[0]!);
  await delay(3 * timeoutMs);
  expect(Math.max(...group.steps().keys())).toBe(step);
  // A checkpoint while they hold takes one step, and they hold again.
  const [committed] = await tell(group, { type: "checkpoint-now" }, [0, 1, 2]);
  expect(stepOf(committed!)).toBe(step + 1);
  expect(await tell(group, { type: "pause" }, [0])).toMatchObject([
    { message: `It holds after step ${step + 1}.` },
  ]);
  await tell(group, { type: "resume" }, [0, 1, 2]);
  await group.finish();
  expect(group.events("lifecycle").filter(({ reason }) => reason === "PeerLost")).toEqual([]);
  expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
});

it.each([
  ["alone", 1, [0]],
  ["all together", 2, [0, 1]],
])(
  "a paused run that is told to end, %s, saves and leaves, and goes on from there",
  async (_what, workers, told) => {
    const group = groups.create({ name: `ended-${workers}`, workers }).startAll();
    await group.untilStep(10);
    await tell(group, { type: "pause" }, told);
    await Promise.all(told.map((rank) => group.kill(rank, "SIGTERM")));
    for (const rank of told) expect(await group.exitCode(rank)).toBe(exitCodes.interrupted);
    const { step } = group.lastWords(0);
    expect(group.manifest(step!)["step"]).toBe(step);
    group.startAll();
    await group.finish();
    expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
  },
);

it("a rank that leaves a paused group is not waited for; the others hold again until they are resumed", async () => {
  const group = groups.create({ name: "left", workers: 2 }).startAll();
  await group.untilStep(10);
  await tell(group, { type: "pause" }, [0, 1]);
  await group.kill(1, "SIGTERM");
  expect(await group.exitCode(1)).toBe(exitCodes.interrupted);
  const before = group.told.length;
  group.start(1);
  await group.until("the group to hold again", () =>
    group.told
      .slice(before)
      .some(({ rank, event }) => rank === 0 && event.type === "lifecycle" && event.reason === "Paused"),
  );
  await tell(group, { type: "resume" }, [0, 1]);
  await group.finish();
  expect(group.hashes(120)).toEqual(undisturbed.hashes(120));
});

it("a level of the log changes without a stop", async () => {
  const group = groups.create({ name: "quiet" }).startAll();
  await group.untilStep(5);
  const [said] = await tell(group, { type: "set-log-level", level: "error" }, [0]);
  expect(said).toMatchObject({ accepted: true });
  await group.finish();
  expect(group.ranks[0]!.output).not.toContain('"msg":"ended"');
});
