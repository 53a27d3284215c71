/**
 * Where a group goes on: every rank says where it stands, the coordinator decides, every rank does what it said. A state that any
 * member holds goes before the store: the most advanced one, so that nothing is computed twice.
 */
import type { RunConfig } from "@plateau/proto";
import { checkpointRef } from "@plateau/proto";
import { z } from "zod";
import { listCheckpoints, type CommittedCheckpoint, type Skipped } from "../checkpoint/index.ts";
import { hostedShards } from "../exchange/shards.ts";
import type { BlobStore } from "../checkpoint/store.ts";
import type { PayloadExchange } from "../exchange/exchange.ts";
import { TrainError } from "./errors.ts";
import { inspectForks, newestOwn } from "./start.ts";

const startSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("seed") }),
  z.strictObject({ from: z.literal("checkpoint"), ref: checkpointRef, own: z.boolean() }),
  /** At step 0 with the weights of another run's checkpoint. */
  z.strictObject({ from: z.literal("weights"), ref: checkpointRef }),
  /** Of the group; it has the most advanced state. */
  z.strictObject({ from: z.literal("peer"), rank: z.int().nonnegative(), step: z.int().nonnegative() }),
]);
export type Start = z.infer<typeof startSchema>;
export type StoredStart = Extract<Start, { from: "seed" | "weights" | "checkpoint" }>;

const standingSchema = z.strictObject({
  /** Step of the state it holds; null = none. */
  step: z.int().nonnegative().nullable(),
  /** Fork points that it has passed and that another rank was to commit. */
  passedForks: z.array(z.int()),
  /** Shards whose codec memory it holds, as of that step. */
  memoryOf: z.array(z.int().nonnegative()),
});
export type Standing = z.infer<typeof standingSchema>;

export interface Agreement {
  start: Start;
  /** By rank of the group, in its order. */
  standings: Standing[];
}

export interface Findings {
  /** Fork points that are there and whole, found when the run starts from the store. */
  whole: CommittedCheckpoint[];
  damaged: Skipped[];
  skipped: Skipped[];
  /** Fork points that a lost coordinator has not committed. */
  uncommitted: number[];
  /** Step that the most advanced rank was at, if the group goes back behind it. */
  wasAt: number | undefined;
}

export interface AgreeParts {
  exchange: PayloadExchange;
  store: BlobStore;
  config: RunConfig;
  /** Whether the codec keeps memory for each shard: then a state is whole only with that of every shard. */
  hasMemory: boolean;
  /** Told on the coordinator only. */
  found: (findings: Findings) => void;
}

/** @throws PeerLostError; StoreError if the coordinator cannot read the store */
export async function agreeOnStart(standing: Standing, parts: AgreeParts): Promise<Agreement> {
  const { exchange } = parts;
  const { rank, ranks } = exchange.membership;
  const told = await exchange.gather("standing", encode(standing));
  const standings = told.map((bytes, place) => standingOf(bytes, ranks[place]!));
  const mine = ranks[0] === rank ? await decide(standings, parts) : undefined;
  const [decision] = await exchange.gather("start", mine ? encode(mine) : new Uint8Array());
  return { start: startSchema.parse(decode(decision!)), standings };
}

/** @throws TrainError E_START naming the rank whose word is not understood */
function standingOf(bytes: Uint8Array, rank: number): Standing {
  try {
    return standingSchema.parse(decode(bytes));
  } catch (cause) {
    throw new TrainError(
      "E_START",
      `Rank ${rank} says where it stands in a form that this program does not know. All ranks of a run need the same version of the worker.`,
      { cause },
    );
  }
}

async function decide(standings: readonly Standing[], parts: AgreeParts): Promise<Start> {
  const { exchange, store, config, found } = parts;
  const passed = [...new Set(standings.flatMap(({ passedForks }) => passedForks))];
  const best = mostAdvanced(standings);
  // That of the very step can still be written.
  const behind = passed.filter((step) => best === undefined || step < best.step);
  const uncommitted = behind.length > 0 ? await missingIn(store, behind) : [];
  if (best && uncommitted.length === 0 && (!parts.hasMemory || isMemoryWhole(standings, best.step, parts)))
    return { from: "peer", rank: exchange.membership.ranks[best.place]!, step: best.step };
  const { whole, damaged } = await inspectForks(store, config.checkpoints.forkSteps);
  const redoFrom = Math.min(...damaged.map(({ step }) => step), ...uncommitted);
  const { ref, skipped } = await newestOwn(store, Math.min(config.stopAtStep, redoFrom - 1));
  found({ whole, damaged, skipped, uncommitted, wasAt: best?.step });
  return ref ? { from: "checkpoint", ref, own: true } : otherStart(config);
}

/** The first rank, by its place in the group, of those that have got furthest. */
function mostAdvanced(standings: readonly Standing[]): { step: number; place: number } | undefined {
  const steps = standings.map(({ step }) => step ?? -1);
  const step = Math.max(...steps);
  return step < 0 ? undefined : { step, place: steps.indexOf(step) };
}

/** Whether every rank has the memory of the shards that it hosts now, as of this step. */
function isMemoryWhole(
  standings: readonly Standing[],
  step: number,
  { config }: Pick<AgreeParts, "config">,
): boolean {
  return standings.every((standing, place) =>
    hostedShards(config.batch.shards, standings.length, place).every(
      (shard) => standing.step === step && standing.memoryOf.includes(shard),
    ),
  );
}

function otherStart({ startFrom, weightsFrom }: RunConfig): Start {
  if (startFrom) return { from: "checkpoint", ref: startFrom, own: false };
  return weightsFrom ? { from: "weights", ref: weightsFrom } : { from: "seed" };
}

async function missingIn(store: BlobStore, steps: readonly number[]): Promise<number[]> {
  const committed = new Set((await listCheckpoints(store)).map(({ step }) => step));
  return steps.filter((step) => !committed.has(step));
}

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
