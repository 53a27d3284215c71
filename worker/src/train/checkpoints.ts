/** Checkpoints of a run, on the rank that coordinates: which steps get one, what stands in it, and the events that tell of it. */
import type { CheckpointEvent, RunConfig } from "@plateau/proto";
import { trainingFlopsPerStep } from "@plateau/scaling";
import {
  CheckpointWriter,
  identityOf,
  type CheckpointContents,
  type CommittedCheckpoint,
  type ManifestFile,
} from "../checkpoint/index.ts";
import { sharedVectors } from "../exchange/state.ts";
import type { Model } from "../models/model.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { RankNews } from "../telemetry/rank-metrics.ts";
import type { TrainingState } from "./state.ts";

export interface CheckpointParts {
  config: RunConfig;
  model: Model;
  optimizer: Optimizer;
  dataIdentity: string;
  /** Of the engine, for the record. */
  engine: string;
  tell: (event: CheckpointEvent) => void;
  measure: (news: RankNews, told: false) => void;
  /** A step's checkpoint is committed. */
  committed: (step: number) => void;
  /** It will not be: it could not be written, or gave way. */
  notCommitted: (step: number, reason: string) => void;
  warn: (message: string, fields: Record<string, unknown>) => void;
}

/** Tokens and FLOPs of so many steps, trunk and branch together. */
export function spent({ batch, model }: RunConfig, step: number): { tokens: number; flops: number } {
  return {
    tokens: step * batch.sequences * batch.sequenceLength,
    flops: step * trainingFlopsPerStep(model, batch),
  };
}

/** Whether a step's checkpoint is kept until the controller removes it. */
export function isForkStep({ checkpoints, stopAtStep }: RunConfig, step: number): boolean {
  return step === stopAtStep || checkpoints.forkSteps.includes(step);
}

/** Whether a step gets a checkpoint; the same on every rank. */
export function isCheckpointDue(config: RunConfig, step: number): boolean {
  const { everySteps } = config.checkpoints;
  return isForkStep(config, step) || (everySteps > 0 && step % everySteps === 0);
}

export class RunCheckpoints {
  readonly #parts: CheckpointParts;
  readonly #writer: CheckpointWriter;
  /** Newest step that is committed or queued. */
  #latest = -1;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
    const { storeUri, keepLast, forkSteps } = parts.config.checkpoints;
    this.#writer = new CheckpointWriter({ storeUri, keepLast, forkSteps });
    this.#writer.on("committed", (committed) => {
      parts.committed(committed.manifest.step);
      const { fork, stallMs, writeMs, bytes } = committed;
      parts.tell(eventOf(committed, fork, stallMs));
      parts.measure({ type: "checkpoint", stallMs, writeMs, bytes }, false);
    });
    this.#writer.on("failed", ({ step, error }) => {
      parts.notCommitted(step, error.message);
      parts.warn("a checkpoint could not be written; training goes on and the next one tries again", {
        step,
        error: error.message,
      });
    });
    this.#writer.on("dropped", ({ step }) => parts.notCommitted(step, "it gave way to another one"));
    this.#writer.on("pruned", ({ damaged }) => {
      for (const each of damaged) parts.warn("a checkpoint is damaged", each);
    });
  }

  /** Tells of a fork point that was there already: whoever listens may have missed it. */
  announce(committed: CommittedCheckpoint): void {
    this.#parts.tell(eventOf(committed, true, 0));
  }

  /** Training goes on from a state of this step, perhaps behind what was saved before. @param stored it stands in the store */
  goesOnFrom(step: number, stored: boolean): void {
    this.#latest = stored ? step : step - 1;
  }

  /**
   * Queue a checkpoint of the state as it is; returns once the state may change again.
   *
   * @param memory files with the shards' codec memory, on their way; undefined = the codec keeps none
   * @throws StoreError if a fork point could not be written
   */
  async save(state: TrainingState, memory?: Promise<ManifestFile[]>): Promise<void> {
    if (state.step <= this.#latest) return;
    const { queued } = await this.#writer.submit(
      this.#contents(state),
      isForkStep(this.#parts.config, state.step),
      memory,
    );
    if (queued) this.#latest = state.step;
  }

  /** Wait until what is queued is committed. @throws StoreError as `save` */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  close(): Promise<void> {
    return this.#writer.close();
  }

  #contents(state: TrainingState): CheckpointContents {
    const { config, model, optimizer, dataIdentity, engine } = this.#parts;
    const { tokens, flops } = spent(config, state.step);
    return {
      facts: {
        run: config.run,
        step: state.step,
        tokens,
        flops: String(flops),
        identity: identityOf(config, dataIdentity),
        parents: parentsOf(state, config),
        engine,
        evaluations: state.evaluations,
        smoothedLoss: state.smoothedLoss,
      },
      layout: model.parameters.map(({ name, shape }) => ({ name, shape })),
      state: {
        parameters: state.parameters,
        slots: Object.fromEntries(optimizer.slots.map((slot, i) => [slot, state.slots[i]!])),
        averages: state.averages.state(),
        extra: { ...sharedVectors(state.exchange), ...state.extra },
      },
    };
  }
}

function parentsOf(
  { forkedFrom }: TrainingState,
  { weightsFrom }: RunConfig,
): CheckpointContents["facts"]["parents"] {
  const parent = forkedFrom ?? weightsFrom;
  if (!parent) return [];
  const { manifestUri, sha256 } = parent;
  return [{ manifestUri, sha256, relation: forkedFrom ? "ForkOf" : "WeightsOf" }];
}

function eventOf(
  { ref, manifest, bytes }: CommittedCheckpoint,
  fork: boolean,
  stallMs: number,
): CheckpointEvent {
  const { step, tokens, flops, holds, parents } = manifest;
  return {
    type: "checkpoint",
    checkpoint: { ...ref, step, tokens, flops, bytes, fork, holds, parents },
    stallMs,
  };
}
