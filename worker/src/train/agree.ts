/**
 * Where a group goes on: every rank says where it stands, the coordinator decides, every rank does what it said. A state that any
 * member holds goes before the store: the most advanced one, so that nothing is computed twice.
 */
import type { CheckpointRef, RunConfig } from "@plateau/proto";
import { checkpointRef } from "@plateau/proto";
import { z } from "zod";
import { listCheckpoints, type CommittedCheckpoint, type Skipped } from "../checkpoint/index.ts";
import type { BlobStore } from "../checkpoint/store.ts";
import type { GatheringExchange } from "./remote-exchange.ts";
import { inspectForks, newestOwn } from "./start.ts";

const startSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("seed") }),
  z.strictObject({ from: z.literal("checkpoint"), ref: checkpointRef, own: z.boolean() }),
  /** Of the group; it has the most advanced state. */
  z.strictObject({ from: z.literal("peer"), rank: z.int().nonnegative(), step: z.int().nonnegative() }),
]);
export type Start = z.infer<typeof startSchema>;
export type StoredStart = Extract<Start, { from: "seed" | "checkpoint" }>;

const standingSchema = z.strictObject({
  /** Step of the state it holds; null = none. */
  step: z.int().nonnegative().nullable(),
  /** Fork points that it has passed and that another rank was to commit. */
  passedForks: z.array(z.int()),
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
}

export interface AgreeParts {
  exchange: GatheringExchange;
  store: BlobStore;
  config: RunConfig;
  /** Told on the coordinator only. */
  found: (findings: Findings) => void;
}

/** @throws PeerLostError; StoreError if the coordinator cannot read the store */
export async function agreeOnStart(
  standing: Standing,
  { exchange, store, config, found }: AgreeParts,
): Promise<Agreement> {
  const { rank, ranks } = exchange.membership;
  const told = await exchange.gather("standing", encode(standing));
  const standings = told.map((bytes) => standingSchema.parse(decode(bytes)));
  const isCoordinator = ranks[0] === rank;
  const mine = isCoordinator ? await decide(standings, ranks, { store, config, found }) : undefined;
  const [decision] = await exchange.gather("start", mine ? encode(mine) : new Uint8Array());
  return { start: startSchema.parse(decode(decision!)), standings };
}

async function decide(
  standings: readonly Standing[],
  ranks: readonly number[],
  { store, config, found }: Pick<AgreeParts, "store" | "config" | "found">,
): Promise<Start> {
  const held = standings.flatMap(({ step }, i) => (step === null ? [] : [{ step, rank: ranks[i]! }]));
  const passed = [...new Set(standings.flatMap(({ passedForks }) => passedForks))];
  const uncommitted = passed.length > 0 ? await missingIn(store, passed) : [];
  if (held.length > 0 && uncommitted.length === 0) {
    const best = Math.max(...held.map(({ step }) => step));
    return { from: "peer", ...held.find(({ step }) => step === best)! };
  }
  const { whole, damaged } = await inspectForks(store, config.checkpoints.forkSteps);
  const redoFrom = Math.min(...damaged.map(({ step }) => step), ...uncommitted);
  const { ref, skipped } = await newestOwn(store, Math.min(config.stopAtStep, redoFrom - 1));
  found({ whole, damaged, skipped, uncommitted });
  return ref ? { from: "checkpoint", ref, own: true } : otherStart(config.startFrom);
}

function otherStart(startFrom: CheckpointRef | undefined): Start {
  return startFrom ? { from: "checkpoint", ref: startFrom, own: false } : { from: "seed" };
}

async function missingIn(store: BlobStore, steps: readonly number[]): Promise<number[]> {
  const committed = new Set((await listCheckpoints(store)).map(({ step }) => step));
  return steps.filter((step) => !committed.has(step));
}

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const decode = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
