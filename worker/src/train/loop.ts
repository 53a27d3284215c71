/**
 * The loop of one run on one rank: be in a group, have the state that the group agreed on, step until the end; begin again when
 * the group breaks, or ends because a rank joins or leaves.
 *
 * The loop owns the training state; everything outside (peers, store, listeners) may fail without harming it. The lowest rank of
 * the group coordinates: it writes checkpoints and tells of steps; all ranks hold the same state, so any of them can.
 */
import type { EvaluationResult, ProgressEvent, RunConfig, StepEvent } from "@plateau/proto";
import type { BlobStore } from "../checkpoint/store.ts";
import type { DataSource } from "../data/source.ts";
import type { Engine, EvaluationProgram, GradientProgram } from "../engine/engine.ts";
import { createCodec, tensorLayouts, type Codec } from "../exchange/codecs/index.ts";
import type { CompressedOptions } from "../exchange/compressed.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { RankNews } from "../telemetry/rank-metrics.ts";
import type { Findings } from "./agree.ts";
import { CodecMemory } from "./codec-memory.ts";
import { isCheckpointDue, isForkStep, RunCheckpoints, spent } from "./checkpoints.ts";
import { enterGroup } from "./enter-group.ts";
import { evaluate } from "./evaluate.ts";
import type { MainCalls } from "./messages.ts";
import { traceOnce } from "./not-finite.ts";
import type { RemoteExchange } from "./remote-exchange.ts";
import { dropoutSeedOf } from "./dropout-keys.ts";
import { ShardGradients } from "./shard-gradients.ts";
import { finalCheckpoint, inspectForks } from "./start.ts";
import { StepNews } from "./step-news.ts";
import { sharedVector, type TrainingState } from "./state.ts";
import { trainStep } from "./train-step.ts";

export interface LoopParts {
  config: RunConfig;
  rank: number;
  model: Model;
  optimizer: Optimizer;
  data: DataSource;
  engine: Engine;
  gradients: GradientProgram;
  evaluation: EvaluationProgram;
  store: BlobStore;
  openExchange: (options: CompressedOptions) => Promise<Exchange>;
  main: MainCalls;
  tell: (event: ProgressEvent) => void;
  /** For the metrics of this rank; a step is also to be `told`, once, if that is so. */
  measure: (news: RankNews, told: boolean) => void;
  /** On the coordinator: a checkpoint that was asked for is on its way. */
  committing: (step: number) => void;
  /** A checkpoint that may have been asked for will not be. */
  notCommitted: (step: number, reason: string) => void;
  log: (level: "info" | "warn", message: string, fields: Record<string, unknown>) => void;
  /** Whether somebody has asked for the end. */
  isStopping: () => boolean;
}

export class TrainingLoop {
  readonly #parts: LoopParts;
  readonly #shardGradients: ShardGradients;
  readonly #mean: Float32Array;
  /** Of a rank that coordinates or has done so: all ranks hold the same state, one writes it. */
  #checkpoints: RunCheckpoints | undefined;
  #coordinates = false;
  /** The group goes on from a state that a rank held. */
  #fromPeer = false;
  readonly #codec: Codec;
  /** Of a codec that keeps memory for each shard. */
  readonly #memory: CodecMemory | undefined;
  #state: TrainingState | undefined;
  /** Where the most advanced rank was before the group went back to a checkpoint, until that is told. */
  #wasAt: number | undefined;
  /** What a lost coordinator may not have told any more. */
  readonly #news = new StepNews();
  /** Fork points passed while another rank was to commit them, and not known to be committed. */
  readonly #passedForks = new Set<number>();
  /** Set when the run was found complete. */
  #finalStep: number | undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    const { config, data, gradients: program, model } = parts;
    const [{ batch }, { size }, dropoutSeed] = [config, model, dropoutSeedOf(config)];
    this.#shardGradients = new ShardGradients({ batch, data, program, size, dropoutSeed });
    this.#mean = sharedVector(size);
    this.#codec = createCodec(config.exchange.codec, {
      tensors: tensorLayouts(model.parameters),
      size: model.size,
      shards: config.batch.shards,
      seed: config.exchange.seed,
    });
    if (Object.keys(this.#codec.createMemory()).length > 0)
      this.#memory = new CodecMemory(config.checkpoints.storeUri);
  }

  get step(): number {
    return this.#finalStep ?? this.#state?.step ?? 0;
  }

  /** @returns how it ended, with the last checkpoint committed */
  async run(): Promise<"finished" | "interrupted"> {
    for (;;) {
      try {
        if (await this.#isComplete()) return await this.#leave("finished");
        const exchange = await this.#join();
        const outcome = await this.#train(exchange);
        await this.#checkpoints?.flush();
        if (outcome === "finished") await exchange.gather("finished", new Uint8Array());
        if (outcome !== "regroup") return await this.#leave(outcome);
        this.#lifecycle(
          "holding",
          "MembershipChanges",
          "the group ends after this step: a rank joins or leaves",
        );
      } catch (error) {
        if (!isPeerLost(error)) throw error;
        this.#parts.log("warn", "the group broke; nothing of the step was applied", {
          step: this.step,
          reason: error.message,
        });
        this.#lifecycle("holding", "PeerLost", error.message);
        // What is being written is not to be taken for missing.
        await this.#checkpoints?.flush();
        if (this.#parts.isStopping()) return await this.#leave(await this.#interrupt(undefined));
      }
    }
  }

  async close(): Promise<void> {
    await this.#checkpoints?.close();
    await this.#memory?.close();
  }

  async #leave<T extends "finished" | "interrupted">(outcome: T): Promise<T> {
    await this.#parts.main.leave({ finished: outcome === "finished" });
    return outcome;
  }

  /**
   * The final checkpoint stands with its evaluation, and so do the fork points: nothing is left to do. Peers may have ended
   * already, so this rank must not wait for them.
   */
  async #isComplete(): Promise<boolean> {
    const { store, config, data, rank } = this.#parts;
    // Whoever is in the middle of the run knows.
    if (this.#state && this.#state.step < config.stopAtStep) return false;
    const final = await finalCheckpoint(store, config, data.identity);
    if (!final) return false;
    const { whole, damaged } = await inspectForks(store, config.checkpoints.forkSteps);
    if (damaged.length > 0) return false;
    this.#finalStep = final.step;
    if (rank !== 0) return true;
    for (const committed of whole) this.#coordinator().announce(committed);
    for (const result of final.evaluations) this.#parts.tell({ type: "evaluated", result });
    return true;
  }

  /** Be in a group, and have what it agreed to start from. */
  async #join(): Promise<RemoteExchange> {
    const { config, rank, log, data } = this.#parts;
    this.#lifecycle("joined", "WaitingForPeers", `waiting for ${config.workers.count} ranks`);
    const { exchange, start, state, kept } = await enterGroup(
      { state: this.#state, passedForks: this.#passedForks },
      {
        ...this.#parts,
        dataIdentity: data.identity,
        codec: this.#codec,
        hasMemory: this.#memory !== undefined,
        found: (findings) => this.#found(findings),
      },
    );
    const { membership } = exchange;
    // The coordinator may have been lost between a step and the news of it. News may come twice.
    if (kept && start.from === "peer" && start.rank === rank && !this.#coordinates)
      this.#news.events.forEach(this.#parts.tell);
    this.#become(state, { kept, stored: start.from !== "peer", coordinates: membership.ranks[0] === rank });
    log("info", "training", { step: state.step, start, ...membership });
    this.#lifecycle(
      "training",
      "QuorumComplete",
      `${membership.worldSize} ${membership.worldSize === 1 ? "rank trains" : "ranks train"} from step ${state.step}`,
    );
    return exchange;
  }

  #become(
    state: TrainingState,
    { kept, stored, coordinates }: { kept: boolean; stored: boolean; coordinates: boolean },
  ): void {
    this.#state = state;
    this.#passedForks.clear();
    if (!kept) this.#news.clear();
    this.#memory?.reset();
    if (stored) this.#tellRewind();
    this.#fromPeer = !stored;
    this.#coordinates = coordinates;
    if (coordinates) this.#coordinator().goesOnFrom(state.step, stored);
  }

  /** On the coordinator, when the group starts from the store. */
  #found({ whole, damaged, skipped, uncommitted, wasAt }: Findings): void {
    const { log } = this.#parts;
    for (const committed of whole) this.#coordinator().announce(committed);
    for (const { step, error } of damaged)
      log("warn", "a fork point is damaged and will be made again", { step, error: error.message });
    for (const { step, error } of skipped)
      log("warn", "a damaged checkpoint was passed over", { step, error: error.message });
    if (uncommitted.length > 0)
      log("warn", "the rank that was writing a fork point is lost; the group goes back and makes it again", {
        steps: uncommitted,
      });
    if (wasAt !== undefined) this.#wasAt = wasAt;
  }

  #tellRewind(): void {
    const wasAt = this.#wasAt;
    this.#wasAt = undefined;
    if (wasAt === undefined || wasAt <= this.step) return;
    this.#parts.log(
      "warn",
      "the group goes back to the newest checkpoint: what a lost rank held is not held elsewhere",
      {
        from: wasAt,
        to: this.step,
        stepsComputedAgain: wasAt - this.step,
      },
    );
  }

  #coordinator(): RunCheckpoints {
    this.#checkpoints ??= new RunCheckpoints({
      ...this.#parts,
      dataIdentity: this.#parts.data.identity,
      engine: this.#parts.engine.description,
      committed: (step) => this.#passedForks.delete(step),
      warn: (message, fields) => this.#parts.log("warn", message, fields),
    });
    return this.#checkpoints;
  }

  async #train(remote: RemoteExchange): Promise<"finished" | "regroup" | "interrupted"> {
    const { config, optimizer, isStopping, openExchange } = this.#parts;
    const state = this.#requireState();
    const exchange = await openExchange({ codec: this.#codec, exchange: remote, state: state.exchange });
    const parts = {
      shardGradients: this.#shardGradients,
      exchange,
      optimizer,
      optimizerConfig: config.optimizer,
      schedule: config.schedule,
      onNotFinite: config.exchange.onNotFinite,
      trace: traceOnce({ ...this.#parts, shardGradients: this.#shardGradients }),
      mean: this.#mean,
    };
    // The checkpoint of this very step may have been lost with the rank that was to commit it.
    if (this.#fromPeer && state.step > 0) await this.#saveIfDue(state, remote);
    while (state.step < config.stopAtStep) {
      // The others are told with a step's numbers, so that all end after the same one.
      const isAlone = remote.membership.worldSize === 1;
      if (isStopping() && (isAlone || remote.isOver)) return this.#interrupt(remote);
      if (remote.isOver) return this.#handOver(remote);
      const numbers = await trainStep(state, parts);
      if ("skipped" in numbers) this.#tellSkip(state.step, numbers.skipped);
      else {
        const event: StepEvent = { type: "step", step: state.step, ...spent(config, state.step), ...numbers };
        this.#tellStep(event, remote.membership.shards.length);
      }
      await this.#afterStep(state, { exchange, remote });
    }
    await this.#finish(state, { exchange, remote });
    return "finished";
  }

  /** What is due after a step, by the config or because somebody asked: the same on every rank. */
  async #afterStep(
    state: TrainingState,
    { exchange, remote }: { exchange: Exchange; remote: RemoteExchange },
  ): Promise<void> {
    const { evaluation, stopAtStep } = this.#parts.config;
    const { everySteps } = evaluation;
    if (everySteps > 0 && state.step % everySteps === 0) await this.#evaluate(state, exchange);
    await this.#saveIfDue(state, remote);
    if (remote.agreed.hold && !remote.isOver && state.step < stopAtStep) await this.#hold(state.step);
  }

  /** Not the final one: that is committed together with its evaluation. */
  async #saveIfDue(state: TrainingState, exchange: RemoteExchange): Promise<void> {
    const { config } = this.#parts;
    const asked = exchange.agreed.checkpoint;
    if (state.step >= config.stopAtStep || (!asked && !isCheckpointDue(config, state.step))) return;
    // While one is being written, another may give way: not one that somebody waits for.
    if (asked && this.#coordinates) {
      await this.#coordinator().flush();
      this.#parts.committing(state.step);
    }
    await this.#save(state, exchange);
  }

  /** All ranks hold after the same step. The main thread answers peers meanwhile, and knows when to go on. */
  async #hold(step: number): Promise<void> {
    this.#lifecycle("holding", "Paused", `paused after step ${step}`);
    await this.#parts.main.hold({ step });
    this.#lifecycle("training", "GoesOn", `goes on from step ${step}`);
  }

  /** Every rank writes its part; the coordinator commits it. Returns once the state may change again. */
  async #save(state: TrainingState, exchange: RemoteExchange): Promise<void> {
    const memory = this.#memory?.write(state, exchange);
    // Until it is committed: the coordinator may be lost.
    if (isForkStep(this.#parts.config, state.step)) this.#passedForks.add(state.step);
    if (this.#coordinates) await this.#coordinator().save(state, memory);
  }

  /** The group ends in good order. Codec memory changes hosts by a checkpoint. */
  async #handOver(exchange: RemoteExchange): Promise<"regroup"> {
    if (this.#memory) {
      await this.#save(this.#requireState(), exchange);
      await this.#memory.write(this.#requireState(), exchange);
      await this.#checkpoints?.flush();
    }
    return "regroup";
  }

  /** Evaluate the final state, then commit it together with the result. */
  async #finish(
    state: TrainingState,
    { exchange, remote }: { exchange: Exchange; remote: RemoteExchange },
  ): Promise<void> {
    if (state.evaluations.length === 0) await this.#evaluate(state, exchange);
    else for (const result of state.evaluations) this.#tellEvaluation(result);
    await this.#save(state, remote);
  }

  /**
   * The state is that after the last whole step: the coordinator saves it, so that nothing has to be computed twice. Not the
   * final one: that is committed together with its evaluation.
   *
   * @param exchange undefined = the group broke; without it no codec memory can be gathered
   */
  async #interrupt(exchange: RemoteExchange | undefined): Promise<"interrupted"> {
    const state = this.#state;
    if (!state || state.step >= this.#parts.config.stopAtStep) return "interrupted";
    if (exchange) {
      await this.#save(state, exchange);
      await this.#memory?.write(state, exchange);
    } else if (this.#coordinates && !this.#memory) await this.#coordinator().save(state);
    await this.#checkpoints?.flush();
    return "interrupted";
  }

  async #evaluate(state: TrainingState, exchange: Exchange): Promise<void> {
    const { config, data, evaluation } = this.#parts;
    const evaluator = { config, data, program: evaluation, exchange };
    const results = [await evaluate(evaluator, { step: state.step, weights: "raw" }, state.parameters)];
    for (const kind of state.averages.kinds) {
      const weights = state.averages.weights(kind);
      if (weights) results.push(await evaluate(evaluator, { step: state.step, weights: kind }, weights));
    }
    state.evaluations = results;
    for (const result of results) this.#tellEvaluation(result);
  }

  #tellStep(event: StepEvent, shards: number): void {
    this.#news.add(event, performance.now());
    this.#parts.measure({ type: "step", event, shards }, this.#coordinates);
  }

  #tellSkip(step: number, reason: string): void {
    this.#parts.log("warn", "a step was skipped", { step, reason });
    this.#parts.measure({ type: "skipped" }, false);
  }

  #tellEvaluation(result: EvaluationResult): void {
    if (this.#coordinates) this.#parts.tell({ type: "evaluated", result });
  }

  #lifecycle(state: "joined" | "training" | "holding", reason: string, message: string): void {
    const { name, description } = this.#parts.engine;
    this.#parts.tell({
      type: "lifecycle",
      state,
      reason,
      message,
      step: this.step,
      engine: { name, description },
    });
  }

  #requireState(): TrainingState {
    if (!this.#state) throw new Error("training without a state");
    return this.#state;
  }
}

/** Errors lose their class when they cross a thread; the code stays. */
function isPeerLost(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "E_PEER_LOST";
}
