/** Codecs with and without memory while ranks come and go, over a noisy channel: same bits as one undisturbed rank. */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { exchangeConfig, type RunConfig } from "@plateau/proto";
import { useGroups } from "./test-groups.ts";
import type { WorkerGroup } from "./worker-group.ts";

const groups = useGroups();
const steps = 160;

const awgn = { name: "awgn", budget: { kind: "power", power: 50 } } as const;

function create(name: string, workers: number, codec: RunConfig["exchange"]["codec"]): WorkerGroup {
  return groups.create({
    name,
    workers,
    change: {
      stopAtStep: steps,
      checkpoints: {
        storeUri: `${groups.folder}/checkpoints/${name}`,
        everySteps: 25,
        forkSteps: [50, steps],
        keepLast: 20,
      },
      exchange: exchangeConfig.parse({
        codec,
        channel: awgn,
        seed: 7,
        timeoutMs: 2_000,
        rejoinTimeoutMs: 300,
        tls: false,
        membershipKey: "5e".repeat(32),
      }),
    },
  });
}

const codecOf = (name: string): RunConfig["exchange"]["codec"] =>
  exchangeConfig.shape.codec.parse(name === "laser" ? { name, matrixRank: 2 } : { name });

/** Weights, moments and whatever else does not depend on who wrote which file. */
function stateOf(group: WorkerGroup, step: number): Record<string, string> {
  const files = Object.entries(group.hashes(step));
  return Object.fromEntries(files.filter(([name]) => !name.startsWith("codec-")));
}

const everything = (group: WorkerGroup): string => group.ranks.map((rank) => rank?.output).join("\n");

describe.each(["laser", "random-k", "signum", "none"])("with codec %s and noise", (name) => {
  const codec = codecOf(name);
  let alone: WorkerGroup;

  beforeAll(async () => {
    alone = create(`${name}-alone`, 1, codec).startAll();
    await alone.finish();
  });

  const expectSame = (group: WorkerGroup): void => {
    expect(group.losses()).toEqual(alone.losses());
    expect(group.evaluations()).toEqual(alone.evaluations());
    for (const step of [50, steps]) expect(stateOf(group, step)).toEqual(stateOf(alone, step));
  };

  it("three ranks, of which one dies and comes back, give the numbers of one", async () => {
    const group = create(`${name}-kill`, 3, codec).startAll();
    await group.untilStep(70);
    await group.kill(1);
    group.start(1);
    await group.finish();
    expectSame(group);
    const rewound = everything(group).match(/"stepsComputedAgain":(\d+)/);
    const hasMemory = name === "laser" || name === "random-k";
    if (hasMemory) expect(Number(rewound?.[1])).toBeLessThan(40);
    else expect(rewound).toBeNull();
  });

  it("ranks that are added while it goes on cost no step", async () => {
    const group = create(`${name}-grow`, 1, codec).startAll();
    await group.untilStep(30);
    await group.add([1, 2]);
    await group.until("three ranks", () =>
      group.events("lifecycle").some(({ message }) => message.startsWith("3 ranks train")),
    );
    await group.kill(2, "SIGTERM");
    expect(await group.exitCode(2)).toBe(75);
    for (const rank of [0, 1]) expect(await group.exitCode(rank)).toBe(0);
    expectSame(group);
    expect(everything(group)).not.toMatch(/stepsComputedAgain/);
  });
});

it("a step whose gradient is not finite is skipped on every rank alike, if so told, and the run goes on", async () => {
  const run = (name: string, workers: number): WorkerGroup =>
    groups.create({
      name,
      workers,
      change: {
        stopAtStep: 20,
        checkpoints: {
          storeUri: `${groups.folder}/checkpoints/${name}`,
          everySteps: 0,
          forkSteps: [20],
          keepLast: 1,
        },
        // The first update throws the weights far away: from then on no loss is finite.
        optimizer: { name: "sgd", learningRate: 1e38, momentum: 0, weightDecay: 0, gradientClip: 0 },
        exchange: exchangeConfig.parse({
          codec: { name: "none" },
          onNotFinite: "SkipStep",
          timeoutMs: 10_000,
          tls: false,
          membershipKey: "5e".repeat(32),
        }),
      },
    });
  const [one, two] = [run("skip-1", 1).startAll(), run("skip-2", 2).startAll()];
  await Promise.all([one.finish(), two.finish()]);
  const skipped = (group: WorkerGroup, rank: number): number =>
    group.ranks[rank]!.output.match(/a step was skipped/g)?.length ?? 0;
  expect(skipped(two, 0)).toBeGreaterThan(10);
  expect(skipped(two, 1)).toBe(skipped(two, 0));
  expect(skipped(one, 0)).toBe(skipped(two, 0));
  expect(two.hashes(20)).toEqual(one.hashes(20));
  expect(two.ranks[1]!.output).toMatch(/of shard 3 on rank 1/);
});
