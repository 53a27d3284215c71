/**
 * The loop of one run on one rank: form a group, load where it starts, step until the end, begin again when the group breaks.
 *
 * The loop owns the training state; everything outside (peers, store, listeners) may fail without harming it.
 */
import type { EvaluationResult, ProgressEvent, RunConfig } from "@plateau/proto";
import type { BlobStore } from "../checkpoint/store.ts";
import type { DataSource } from "../data/source.ts";
import type { Engine, EvaluationProgram, GradientProgram } from "../engine/engine.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { RunCheckpoints, spent } from "./checkpoints.ts";
import { evaluate } from "./evaluate.ts";
import type { MainCalls } from "./messages.ts";
import { RemoteExchange, type GatheringExchange } from "./remote-exchange.ts";
import { ShardGradients } from "./shard-gradients.ts";
import { finalCheckpoint, inspectForks, loadStart, proposeStart } from "./start.ts";
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
  main: MainCalls;
  tell: (event: ProgressEvent) => void;
  log: (level: "info" | "warn", message: string, fields: Record<string, unknown>) => void;
  /** Whether somebody has asked for the end. */
  isStopping: () => boolean;
}

export class TrainingLoop {
  readonly #parts: LoopParts;
  readonly #shardGradients: ShardGradients;
  readonly #mean: Float32Array;
  /** Rank 0 only: all ranks hold the same state, one writes it. */
  readonly #checkpoints: RunCheckpoints | undefined;
  #state: TrainingState | undefined;
  /** Earliest fork point that has to be made again. */
  #redoFrom = Infinity;
  /** Set when the run was found complete. */
  #finalStep: number | undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    const { config, data, gradients, model } = parts;
    this.#shardGradients = new ShardGradients({
      batch: config.batch,
      data,
      program: gradients,
      size: model.size,
    });
    this.#mean = sharedVector(model.size);
    if (parts.rank === 0) {
      this.#checkpoints = new RunCheckpoints({
        ...parts,
        dataIdentity: data.identity,
        engine: parts.engine.description,
        warn: (message, fields) => parts.log("warn", message, fields),
      });
    }
  }

  get step(): number {
    return this.#finalStep ?? this.#state?.step ?? 0;
  }

  /** @returns how it ended, with the last checkpoint committed */
  async run(): Promise<"finished" | "interrupted"> {
    for (;;) {
      try {
        await this.#inspectForks();
        if (await this.#isComplete()) return "finished";
        const exchange = await this.#join();
        const outcome = await this.#train(exchange);
        await this.#checkpoints?.flush();
        if (outcome === "finished") await exchange.barrier("finished");
        return outcome;
      } catch (error) {
        if (!isPeerLost(error)) throw error;
        this.#parts.log("warn", "the group broke; nothing of the step was applied", {
          step: this.step,
          reason: error.message,
        });
        this.#lifecycle("holding", "PeerLost", error.message);
        await this.#saveWhereItStands();
        if (this.#parts.isStopping()) return "interrupted";
      }
    }
  }

  async close(): Promise<void> {
    await this.#checkpoints?.close();
  }

  /** Tells of the fork points that are there already; one that is damaged will be made again. */
  async #inspectForks(): Promise<void> {
    const { store, config, log, rank } = this.#parts;
    const { whole, damaged } = await inspectForks(store, config.checkpoints.forkSteps);
    this.#redoFrom = Math.min(Infinity, ...damaged.map(({ step }) => step));
    if (rank === 0) for (const committed of whole) this.#checkpoints?.announce(committed);
    for (const { step, error } of damaged)
      log("warn", "a fork point is damaged and will be made again", { step, error: error.message });
  }

  /**
   * The final checkpoint stands with its evaluation: nothing is left to do. Peers may have ended already, so this rank must not
   * wait for them.
   */
  async #isComplete(): Promise<boolean> {
    const { store, config, data } = this.#parts;
    if (this.#redoFrom < Infinity) return false;
    const final = await finalCheckpoint(store, config, data.identity);
    if (!final) return false;
    this.#finalStep = final.step;
    for (const result of final.evaluations) this.#tellEvaluation(result);
    return true;
  }

  /** Form a group and load what it agreed on. */
  async #join(): Promise<GatheringExchange> {
    const { config, main, store, rank, log, model, optimizer, data } = this.#parts;
    const { proposal, skipped } =
      rank === 0 ? await proposeStart(store, config, this.#redoFrom - 1) : { proposal: "", skipped: [] };
    for (const { step, error } of skipped)
      log("warn", "a damaged checkpoint was passed over", { step, error: error.message });
    this.#lifecycle("joined", "WaitingForPeers", `waiting for ${config.workers.count} ranks`);
    const { membership, start } = await main.join({ proposal, length: model.size });
    this.#state = await loadStart(start, { config, model, optimizer, dataIdentity: data.identity });
    this.#checkpoints?.loadedFrom(this.#state.step);
    log("info", "training", { step: this.#state.step, start: JSON.parse(start) as unknown, ...membership });
    this.#lifecycle(
      "training",
      "QuorumComplete",
      `${membership.worldSize} ranks train from step ${this.#state.step}`,
    );
    return new RemoteExchange(membership, main);
  }

  async #train(exchange: GatheringExchange): Promise<"finished" | "interrupted"> {
    const { config, optimizer, tell, rank, isStopping } = this.#parts;
    const state = this.#requireState();
    const parts = {
      shardGradients: this.#shardGradients,
      exchange,
      optimizer,
      optimizerConfig: config.optimizer,
      schedule: config.schedule,
      mean: this.#mean,
    };
    while (state.step < config.stopAtStep) {
      if (isStopping()) return this.#interrupt(state);
      const numbers = await trainStep(state, parts);
      if (rank === 0) tell({ type: "step", step: state.step, ...spent(config, state.step), ...numbers });
      const { everySteps } = config.evaluation;
      if (everySteps > 0 && state.step % everySteps === 0) await this.#evaluate(state, exchange);
      if (state.step < config.stopAtStep && this.#checkpoints?.isDue(state.step))
        await this.#checkpoints.save(state);
    }
    await this.#finish(state, exchange);
    return "finished";
  }

  /** Evaluate the final state, then commit it together with the result. */
  async #finish(state: TrainingState, exchange: GatheringExchange): Promise<void> {
    if (state.evaluations.length === 0) await this.#evaluate(state, exchange);
    else for (const result of state.evaluations) this.#tellEvaluation(result);
    await this.#checkpoints?.save(state);
  }

  async #interrupt(state: TrainingState): Promise<"interrupted"> {
    await this.#checkpoints?.save(state);
    return "interrupted";
  }

  /**
   * The state is that after the last whole step: rank 0 saves it, so that nothing has to be computed twice. Not the final one: that
   * is committed together with its evaluation.
   */
  async #saveWhereItStands(): Promise<void> {
    if (!this.#checkpoints || !this.#state || this.#state.step >= this.#parts.config.stopAtStep) return;
    await this.#checkpoints.save(this.#state);
    await this.#checkpoints.flush();
  }

  async #evaluate(state: TrainingState, exchange: GatheringExchange): Promise<void> {
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

  #tellEvaluation(result: EvaluationResult): void {
    if (this.#parts.rank === 0) this.#parts.tell({ type: "evaluated", result });
  }

  #lifecycle(state: "joined" | "training" | "holding", reason: string, message: string): void {
    this.#parts.tell({ type: "lifecycle", state, reason, message, step: this.step });
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
