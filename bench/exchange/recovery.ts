/**
 * Recovery: four ranks as processes, `kill -9` of one of them, until the next step is applied. Without a replacement the others
 * wait `rejoinTimeoutMs` and take over; with one (started at the moment of the kill) they wait for it. Goodput: steps under a kill
 * every 20 s with immediate replacement, over the steps in 20 s of peace in between.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { exchangeConfig, type RunConfig } from "@plateau/proto";
import { tinyRun } from "../../test/integration/train/run-configs.ts";
import { temporaryFolder, WorkerGroup } from "../../test/integration/train/worker-group.ts";

export interface RecoverySeconds {
  p50: number;
  all: number[];
}

export interface Recovery {
  ranks: number;
  rejoinTimeoutMs: number;
  withoutReplacement: RecoverySeconds;
  withReplacement: RecoverySeconds;
  goodput: number;
  goodputKills: number;
  stepsPerSecond: { undisturbed: number; underKills: number };
}

export interface RecoveryOptions {
  kills?: number;
  /** Pairs of 20 s, one with a kill and one in peace. */
  goodputWindows?: number;
  log?: (line: string) => void;
}

const ranks = 4;
const killEveryMs = 20_000;
/** Short, so that the measurement shows what there is besides the wait; a run's default is a minute. */
const takeOverMs = 500;

/** Without a replacement, a lost rank comes back only between measurements. */
export async function measureRecovery({
  kills = 10,
  goodputWindows = 4,
  log = () => {},
}: RecoveryOptions = {}): Promise<Recovery> {
  const folder = temporaryFolder();
  try {
    const open = (name: string, rejoinTimeoutMs: number): WorkerGroup =>
      new WorkerGroup(folder.path, configOf(folder.path, name, rejoinTimeoutMs));
    mkdirSync(join(folder.path, "checkpoints"), { recursive: true });
    const without = await withGroup(open("without", takeOverMs), (group) =>
      recoveries(group, { kills, replace: false, log }),
    );
    const replaced = await withGroup(open("with", 60_000), (group) =>
      recoveries(group, { kills, replace: true, log }),
    );
    const good = await withGroup(open("goodput", takeOverMs), (group) => goodput(group, goodputWindows, log));
    return {
      ranks,
      rejoinTimeoutMs: takeOverMs,
      withoutReplacement: summary(without),
      withReplacement: summary(replaced),
      ...good,
    };
  } finally {
    folder.remove();
  }
}

function configOf(folder: string, name: string, rejoinTimeoutMs: number): RunConfig {
  return tinyRun({
    folder,
    name,
    workers: ranks,
    change: {
      stopAtStep: 10_000_000,
      checkpoints: {
        storeUri: join(folder, "checkpoints", name),
        everySteps: 0,
        forkSteps: [10_000_000],
        keepLast: 1,
      },
      exchange: exchangeConfig.parse({
        codec: { name: "none" },
        timeoutMs: 5_000,
        rejoinTimeoutMs,
        membershipKey: "5e".repeat(32),
      }),
    },
  });
}

async function withGroup<T>(group: WorkerGroup, use: (group: WorkerGroup) => Promise<T>): Promise<T> {
  try {
    group.startAll();
    await allTrain(group, 0);
    return await use(group);
  } finally {
    await group.close();
  }
}

/** Until all ranks train in one group, told after `since`. */
function allTrain(group: WorkerGroup, since: number): Promise<unknown> {
  return group.until("all ranks to train", () =>
    group.told
      .slice(since)
      .some(
        ({ event }) =>
          event.type === "lifecycle" &&
          event.state === "training" &&
          event.message.startsWith(`${ranks} ranks`),
      ),
  );
}

function lastStep(group: WorkerGroup): number {
  const last = group.told.findLast(({ event }) => event.type === "step")?.event;
  return last?.type === "step" ? last.step : 0;
}

async function recoveries(
  group: WorkerGroup,
  { kills, replace, log }: { kills: number; replace: boolean; log: (line: string) => void },
): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < kills; i++) {
    const victim = i % ranks;
    await group.untilStep(lastStep(group) + 20, group.told.length);
    const since = group.told.length;
    const begun = performance.now();
    await group.kill(victim);
    if (replace) group.start(victim);
    // The first step of the new group: what the old one told last may still be on its way, and is not above.
    const formed = await group.until("a new group", () => newGroup(group, since));
    await group.untilStep(formed + 1, since);
    seconds.push((performance.now() - begun) / 1000);
    log(`kill of rank ${victim}: next step after ${seconds.at(-1)!.toFixed(2)} s`);
    if (replace) continue;
    const back = group.told.length;
    group.start(victim);
    await allTrain(group, back);
  }
  return seconds;
}

/** Step from which a group formed after `since` goes on. */
function newGroup(group: WorkerGroup, since: number): number | undefined {
  const found = group.told
    .slice(since)
    .find(({ event }) => event.type === "lifecycle" && event.state === "training")?.event;
  return found?.type === "lifecycle" ? found.step : undefined;
}

/** Windows with a kill at their beginning and windows in peace alternate, so that a machine that slows down slows both. */
async function goodput(
  group: WorkerGroup,
  windows: number,
  log: (line: string) => void,
): Promise<Pick<Recovery, "goodput" | "goodputKills" | "stepsPerSecond">> {
  let [undisturbed, underKills] = [0, 0];
  for (let i = 0; i < windows; i++) {
    undisturbed += (await rate(group, killEveryMs)) / windows;
    const rank = i % ranks;
    void group.kill(rank).then(() => group.start(rank));
    underKills += (await rate(group, killEveryMs)) / windows;
  }
  log(`${underKills.toFixed(1)} steps a second under kills, ${undisturbed.toFixed(1)} without`);
  return {
    goodput: round(underKills / undisturbed),
    goodputKills: windows,
    stepsPerSecond: { undisturbed: round(undisturbed), underKills: round(underKills) },
  };
}

/** Steps a second; a step that is told twice counts once, because the counter is the step's number. */
async function rate(group: WorkerGroup, ms: number): Promise<number> {
  const [from, begun] = [lastStep(group), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ((lastStep(group) - from) / (performance.now() - begun)) * 1000;
}

function summary(seconds: readonly number[]): RecoverySeconds {
  const sorted = seconds.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const p50 = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { p50: round(p50), all: seconds.map(round) };
}

const round = (value: number): number => Number(value.toPrecision(3));
