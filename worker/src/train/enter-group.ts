/** Enter a group: wait for it, agree with it on where training goes on, and come to that state, from the store or from a peer. */
import type { RunConfig } from "@plateau/proto";
import type { BlobStore } from "../checkpoint/store.ts";
import { agreeOnStart, type Agreement, type AgreeParts, type Start } from "./agree.ts";
import { packState, unpackState, withShards } from "./catch-up.ts";
import type { MainCalls } from "./messages.ts";
import { RemoteExchange } from "./remote-exchange.ts";
import { loadStart, type StartParts } from "./start.ts";
import type { TrainingState } from "./state.ts";

/** What a rank brings. */
export interface Held {
  /** Undefined = it has just been started. */
  state: TrainingState | undefined;
  /** Fork points that it has passed and that another rank was to commit. */
  passedForks: Iterable<number>;
}

export interface EnterParts extends Omit<StartParts, "shards"> {
  config: RunConfig;
  store: BlobStore;
  main: MainCalls;
  hasMemory: boolean;
  found: AgreeParts["found"];
  log: (level: "info" | "warn", message: string, fields: Record<string, unknown>) => void;
}

export interface Entered {
  exchange: RemoteExchange;
  start: Start;
  state: TrainingState;
  /** Whether the state is the one that this rank brought. */
  kept: boolean;
}

/** @throws PeerLostError; CheckpointError, StoreError if the state cannot be loaded */
export async function enterGroup(held: Held, parts: EnterParts): Promise<Entered> {
  const { main, model } = parts;
  const exchange = new RemoteExchange(await main.join({ length: model.size }), main);
  const agreement = await agreeOnStart(
    {
      step: held.state?.step ?? null,
      passedForks: [...held.passedForks],
      memoryOf: [...(held.state?.exchange.memory.keys() ?? [])],
    },
    { exchange, ...parts },
  );
  return { exchange, start: agreement.start, ...(await take(agreement, { held, exchange, parts })) };
}

async function take(
  { start, standings }: Agreement,
  { held, exchange, parts }: { held: Held; exchange: RemoteExchange; parts: EnterParts },
): Promise<Pick<Entered, "state" | "kept">> {
  const { main, optimizer, codec, log } = parts;
  const { rank, ranks, shards } = exchange.membership;
  if (start.from !== "peer") return { state: await loadStart(start, { ...parts, shards }), kept: false };
  const behind = ranks.filter((_, place) => standings[place]!.step !== start.step);
  if (!held.state || behind.includes(rank)) {
    const startedMs = performance.now();
    const state = unpackState(await main.fetchState({ from: start.rank }), { ...parts, shards });
    log("info", "caught up from a peer", { ...start, ms: Math.round(performance.now() - startedMs) });
    return { state, kept: false };
  }
  const { state } = held;
  state.exchange = withShards(codec, shards, state.exchange);
  if (start.rank === rank && behind.length > 0)
    await main.serveState({ to: behind, state: packState(state, optimizer.slots) });
  return { state, kept: true };
}
