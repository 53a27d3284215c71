/**
 * Metrics of this rank, kept on the main thread: the training thread tells each step once, whether or not it is told to anybody else.
 * They go with the process.
 */
import type { ProgressEvent, RunConfig, StepEvent } from "@plateau/proto";
import { rankLabels, stepPhases, workerMetrics } from "@plateau/proto/metrics/index.ts";
import {
  beforeScrape,
  createInstruments,
  measureProcess,
  type Instruments,
} from "@plateau/proto/metrics/instruments.ts";
import type { Exposition } from "@plateau/proto/metrics/serve.ts";
import { trainingFlopsPerStep } from "@plateau/scaling";
import { Registry, type Histogram } from "prom-client";

/** What the training thread measures besides what it tells. */
export type RankNews =
  /** An update was applied; `shards` of them are this rank's. */
  | { type: "step"; event: StepEvent; shards: number }
  /** A step was passed over because something was not finite. */
  | { type: "skipped" }
  /** A state that this rank wrote is committed. */
  | { type: "checkpoint"; stallMs: number; writeMs: number; bytes: number };

/** Where messages go, and how it goes. */
export interface Outlet {
  /** Messages that nobody has taken yet. */
  waiting: number;
  /** Messages given up so far because a buffer was full. */
  dropped: number;
}

type Shared = (typeof rankLabels)[number];

export class RankMetrics {
  readonly #registry = new Registry();
  readonly #metrics: Instruments<typeof workerMetrics, Shared>;
  readonly #phases: readonly { phase: (typeof stepPhases)[number]; histogram: Histogram.Internal<"phase"> }[];
  /** Of one shard in one step. */
  readonly #tokens: number;
  readonly #flops: number;
  readonly #version: string;
  readonly #outlets = new Map<"controller" | "events", () => Outlet>();

  constructor({ config, rank, version }: { config: RunConfig; rank: number; version: string }) {
    const { kind, namespace, name } = config.run;
    this.#registry.setDefaultLabels({ namespace, kind, run: name, rank: String(rank) });
    this.#metrics = createInstruments(this.#registry, workerMetrics, rankLabels);
    const { batch, model, engine } = config;
    this.#tokens = (batch.sequences * batch.sequenceLength) / batch.shards;
    this.#flops = trainingFlopsPerStep(model, batch) / batch.shards;
    const phases = this.#metrics.plateau_worker_step_phase_seconds;
    this.#phases = stepPhases.map((phase) => ({ phase, histogram: phases.labels({ phase }) }));
    this.#version = version;
    if (engine.peakFlops !== undefined) this.#metrics.plateau_worker_peak_flops.set(engine.peakFlops);
    beforeScrape(this.#metrics.plateau_worker_progress_waiting, () => this.#readOutlets());
    measureProcess(this.#registry);
  }

  take(news: RankNews): void {
    switch (news.type) {
      case "step":
        return this.#step(news.event, news.shards);
      case "skipped":
        return this.#metrics.plateau_worker_skipped_steps_total.inc();
      case "checkpoint":
        this.#metrics.plateau_worker_checkpoint_stall_seconds.observe(news.stallMs / 1000);
        this.#metrics.plateau_worker_checkpoint_write_seconds.observe(news.writeMs / 1000);
        this.#metrics.plateau_worker_checkpoint_bytes_total.inc(news.bytes);
    }
  }

  /** What the rank tells of itself. */
  told(event: ProgressEvent): void {
    if (event.type !== "lifecycle") return;
    // Which engine it is, is found out where it is opened.
    if (event.engine)
      this.#metrics.plateau_worker_info.set({ version: this.#version, engine: event.engine.name }, 1);
    if (event.state !== "holding") return;
    this.#metrics.plateau_worker_group_changes_total.inc({ cause: event.reason });
  }

  /** Has its messages counted when they are asked for. */
  watch(to: "controller" | "events", outlet: () => Outlet): void {
    this.#outlets.set(to, outlet);
  }

  exposition(): Exposition {
    const registry = this.#registry;
    return async function* () {
      yield await registry.metrics();
    };
  }

  #step(event: StepEvent, shards: number): void {
    const metrics = this.#metrics;
    metrics.plateau_worker_steps_total.inc();
    metrics.plateau_worker_tokens_total.inc(shards * this.#tokens);
    metrics.plateau_worker_flops_total.inc(shards * this.#flops);
    metrics.plateau_worker_step_seconds.observe(event.stepMs / 1000);
    // What is between the threads is told as the rest of a difference: never below nothing.
    for (const { phase, histogram } of this.#phases)
      histogram.observe(Math.max(0, event.phaseMs[phase]) / 1000);
    metrics.plateau_worker_gradient_bytes_total.inc(event.rawBytes);
    metrics.plateau_worker_payload_bytes_total.inc(event.payloadBytes);
    metrics.plateau_worker_sent_bytes_total.inc(event.sentBytes);
    metrics.plateau_worker_received_bytes_total.inc(event.receivedBytes);
    if (event.snrDb !== undefined) metrics.plateau_worker_snr_decibels.set(event.snrDb);
    if (event.residualNorm !== undefined) metrics.plateau_worker_residual_norm.set(event.residualNorm);
  }

  #readOutlets(): void {
    this.#metrics.plateau_worker_progress_dropped_total.reset();
    for (const [to, read] of this.#outlets) {
      const { waiting, dropped } = read();
      this.#metrics.plateau_worker_progress_waiting.set({ to }, waiting);
      this.#metrics.plateau_worker_progress_dropped_total.inc({ to }, dropped);
    }
  }
}
