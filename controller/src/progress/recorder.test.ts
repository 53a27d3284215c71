/** History of runs: durable, told twice the same, thinned honestly, and the same progress after a restart. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { ProgressEvent, StepEvent } from "@plateau/proto";
import fc from "fast-check";
import { openHistory } from "./history.ts";
import { parseProgressMessage } from "./message.ts";
import { ProgressRecorder } from "./recorder.ts";

const run = "run-uid";

function step(number: number, parts: Partial<StepEvent> = {}): StepEvent {
  return {
    type: "step",
    step: number,
    tokens: number * 64,
    flops: number * 1e9,
    loss: 3 - number / 100,
    learningRate: 1e-3,
    gradientNorm: 1,
    stepMs: 10,
    phaseMs: { compute: 8, encode: 0, wire: 1, wait: 0, decode: 0, update: 1 },
    rawBytes: 100,
    payloadBytes: 100,
    sentBytes: 50,
    receivedBytes: 50,
    ...parts,
  };
}

function checkpoint(number: number): ProgressEvent {
  return {
    type: "checkpoint",
    checkpoint: {
      manifestUri: `file:///c/step-${number}/manifest.json`,
      sha256: "ab",
      step: number,
      tokens: number * 64,
      flops: "1",
      bytes: 10,
      fork: true,
      holds: ["Weights"],
      parents: [],
    },
    stallMs: 3,
  };
}

function bench(path = ":memory:") {
  const history = openHistory(path);
  const changes: [string, boolean][] = [];
  const recorder = new ProgressRecorder(history, {
    now: () => 1_000,
    onChange: (uid, urgent) => changes.push([uid, urgent]),
  });
  const sequences = new Map<string, number>();
  const tell = (event: ProgressEvent, { process = "pod-1", rank = 0, sequence = 0 } = {}): void => {
    const next = sequence || (sequences.get(process) ?? 0) + 1;
    sequences.set(process, next);
    recorder.record({ runUid: run, rank, sequence: next, event }, process);
  };
  return { history, recorder, changes, tell };
}

describe("progress", () => {
  it("keeps one record a step, whatever is told again, late or by the process after a restart", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 80 }), (steps) => {
        const { history, recorder, tell } = bench();
        let process = 1;
        let last = 0;
        for (const number of steps) {
          // A step that does not grow comes from a process that went back to its checkpoint.
          if (number <= last) process += 1;
          last = number;
          tell(step(number), { process: `pod-${process}` });
        }
        recorder.flush();
        const told = [...new Set(steps)].sort((a, b) => a - b);
        expect(history.steps(run).map((record) => record.step)).toEqual(told);
        expect(recorder.progress(run).lastStep?.step).toBe(told.at(-1));
        expect(history.delivery(run)).toEqual({ received: steps.length, lost: 0, duplicates: 0 });
        history.close();
      }),
      { numRuns: 60 },
    );
  });

  it("knows the engine that a rank told last, whatever else ranks tell since", () => {
    const { history, recorder, tell } = bench();
    const state = (name?: string): ProgressEvent => ({
      type: "lifecycle",
      state: name ? "training" : "finished",
      reason: "Any",
      message: "",
      ...(name ? { engine: { name, description: `${name} 1.0` } } : {}),
    });
    tell(state());
    expect(recorder.progress(run).engine).toBeUndefined();
    tell(state("onnxruntime"));
    tell(state("pjrt"));
    tell(state());
    expect(recorder.progress(run).engine).toEqual({ name: "pjrt", description: "pjrt 1.0" });
    history.close();
  });

  it("counts what was lost and what came twice, by the senders' sequences", () => {
    const { history, recorder, tell } = bench();
    for (const sequence of [1, 2, 5, 5, 6]) tell(step(sequence), { sequence });
    tell(step(1), { process: "pod-2", sequence: 3 });
    recorder.flush();
    // Of pod-1: 3 and 4; of pod-2: 1 and 2.
    expect(history.delivery(run)).toEqual({ received: 6, lost: 4, duplicates: 1 });
    history.close();
  });

  it("commits the steps before a checkpoint together with it, and says that this is urgent", () => {
    const { history, changes, tell, recorder } = bench();
    tell(step(1));
    tell(step(2));
    expect(history.steps(run)).toHaveLength(0);
    tell(checkpoint(2));
    expect(history.steps(run)).toHaveLength(2);
    expect(history.checkpoints(run)).toMatchObject([{ step: 2, stallMs: 3 }]);
    expect(changes).toEqual([[run, true]]);
    tell(step(3));
    recorder.flush();
    expect(changes.at(-1)).toEqual([run, false]);
    history.close();
  });

  it("is the same after the file has been opened again", () => {
    const folder = mkdtempSync(join(tmpdir(), "plateau-history-"));
    const path = join(folder, "history.db");
    const first = bench(path);
    for (let number = 1; number <= 300; number += 1) first.tell(step(number));
    first.tell(checkpoint(300));
    first.tell({
      type: "evaluated",
      result: { step: 300, weights: "raw", loss: 2, tokens: 64, domains: {} },
    });
    first.tell({ type: "lifecycle", state: "finished", reason: "Done", message: "Done." });
    const before = first.recorder.progress(run);
    first.history.close();
    const second = bench(path);
    expect(second.recorder.progress(run)).toEqual(before);
    expect(before).toMatchObject({ finished: true, lastStep: { step: 300 }, evaluations: [{ loss: 2 }] });
    second.history.close();
    rmSync(folder, { recursive: true });
  });

  it("smooths the loss over steps and not over tellings: repeating steps does not move it", () => {
    const one = bench();
    const two = bench();
    for (let number = 1; number <= 50; number += 1) {
      one.tell(step(number));
      two.tell(step(number));
    }
    for (let number = 30; number <= 50; number += 1) two.tell(step(number), { process: "pod-2" });
    one.recorder.flush();
    two.recorder.flush();
    expect(two.recorder.progress(run).smoothedLoss).toBe(one.recorder.progress(run).smoothedLoss);
    // By hand for two steps: (0.98·0.02·2.99 + 0.02·2.98) / (0.98·0.02 + 0.02).
    const three = bench();
    three.tell(step(1));
    three.tell(step(2));
    three.recorder.flush();
    expect(three.recorder.progress(run).smoothedLoss).toBeCloseTo((0.0196 * 2.99 + 0.02 * 2.98) / 0.0396, 12);
  });

  it("keeps a loss that is no number as one, and does not smooth it", () => {
    const { history, recorder, tell } = bench();
    tell(step(1));
    tell(step(2, { loss: NaN, gradientNorm: Infinity }));
    recorder.flush();
    expect(history.steps(run)[1]?.loss).toBeNaN();
    expect(recorder.progress(run).lastStep?.loss).toBeNaN();
    expect(recorder.progress(run).smoothedLoss).toBe(2.99);
    history.close();
  });

  it.each([
    [1_000, 10],
    [1_000, 1],
    [7, 100],
    [101, 100],
  ])("thins %i steps to about %i, first and last included", (count, maxPoints) => {
    const { history, recorder, tell } = bench();
    for (let number = 1; number <= count; number += 1) tell(step(number));
    recorder.flush();
    const points = history.steps(run, { maxPoints });
    expect(points[0]?.step).toBe(1);
    expect(points.at(-1)?.step).toBe(count);
    expect(points.length).toBeLessThanOrEqual(maxPoints + 2);
    expect(points.length).toBeGreaterThanOrEqual(Math.min(count, maxPoints) / 2);
    expect(history.steps(run, { after: count - 1 })).toHaveLength(1);
    history.close();
  });

  it("lets a new process's start stand in place of what the dead one said last", () => {
    const { recorder, tell, history } = bench();
    tell({ type: "lifecycle", state: "training", reason: "Training", message: "" }, { rank: 1 });
    recorder.recordLifecycle(run, 1, { state: "failed", reason: "Error", message: "exit code 137" });
    expect(recorder.progress(run).ranks[1]?.state).toBe("failed");
    recorder.recordLifecycle(run, 1, { state: "starting", reason: "ProcessStarted", message: "" });
    expect(recorder.progress(run).ranks[1]?.state).toBe("starting");
    expect(history.lifecycle(run).map(({ state }) => state)).toEqual(["training", "failed", "starting"]);
    history.close();
  });

  it("tells followers of every commit until they leave", async () => {
    const { history, recorder, tell } = bench();
    const stop = new AbortController();
    const changes = history.changes(stop.signal)[Symbol.asyncIterator]();
    const first = changes.next();
    tell(step(1));
    recorder.flush();
    expect((await first).done).toBe(false);
    const second = changes.next();
    stop.abort();
    expect((await second).done).toBe(true);
    history.close();
  });

  it("goes on when a batch cannot be stored, and reports it", () => {
    const history = openHistory(":memory:");
    const errors: unknown[] = [];
    const recorder = new ProgressRecorder(history, { onError: (error) => errors.push(error) });
    history.db.run("PRAGMA query_only = ON");
    recorder.record({ runUid: run, rank: 0, sequence: 1, event: checkpoint(1) }, "pod-1");
    expect(errors).toMatchObject([{ code: "E_CLUSTER_READ_ONLY" }]);
    history.db.run("PRAGMA query_only = OFF");
    recorder.record({ runUid: run, rank: 0, sequence: 2, event: checkpoint(2) }, "pod-1");
    expect(history.checkpoints(run).map((record) => record.step)).toEqual([2]);
    expect(history.delivery(run)).toEqual({ received: 1, lost: 1, duplicates: 0 });
    history.close();
  });
});

describe("parseProgressMessage", () => {
  it("takes every kind of event, with losses that are no numbers", () => {
    const events: ProgressEvent[] = [
      step(1),
      step(2, { loss: NaN, gradientNorm: NaN }),
      step(3, { loss: Infinity, gradientNorm: Infinity }),
      checkpoint(1),
      { type: "lifecycle", state: "joined", reason: "Joined", message: "" },
      { type: "evaluated", result: { step: 1, weights: "ema", loss: 1, tokens: 1, domains: {} } },
    ];
    for (const event of events) {
      const message = { runUid: run, rank: 0, sequence: 1, event };
      expect(parseProgressMessage(message)).toEqual(message);
    }
  });

  it.each([
    [undefined],
    ["hello"],
    [{}],
    [{ runUid: run, rank: -1, sequence: 1, event: step(1) }],
    [{ runUid: run, rank: 0, sequence: 0, event: step(1) }],
    [{ runUid: run, rank: 0, sequence: 1, event: { type: "step", step: "1" } }],
    [{ runUid: run, rank: 0, sequence: 1, event: { type: "news" } }],
  ])("takes nothing else: %j", (value) => {
    expect(parseProgressMessage(value)).toBeUndefined();
  });
});
