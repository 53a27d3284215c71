/** News that comes directly and by the event stream: each stored once, gaps of one filled by the other, the later telling stands. */
import { describe, expect, it } from "@jest/globals";
import type { ProgressEvent, StepEvent } from "@plateau/proto";
import fc from "fast-check";
import { openHistory } from "./history.ts";
import { ProgressRecorder } from "./recorder.ts";

const run = "run-uid";

function step(number: number, loss = 1): StepEvent {
  return {
    type: "step",
    step: number,
    tokens: number,
    flops: number,
    loss,
    learningRate: 1,
    gradientNorm: 1,
    stepMs: 1,
    phaseMs: { compute: 1, encode: 0, wire: 0, wait: 0, decode: 0, update: 0 },
    rawBytes: 0,
    payloadBytes: 0,
    sentBytes: 0,
    receivedBytes: 0,
  };
}

function state(name: "starting" | "training" | "failed" | "finished"): ProgressEvent {
  return { type: "lifecycle", state: name, reason: name, message: "" };
}

function bench() {
  const history = openHistory(":memory:");
  let now = 0;
  const recorder = new ProgressRecorder(history, { now: () => now });
  return {
    history,
    recorder,
    direct: (process: string, sequence: number, event: ProgressEvent, at: number) => {
      now = Math.max(now, at);
      recorder.record({ runUid: run, rank: 0, sequence, event }, process);
    },
    streamed: (process: string, sequence: number, event: ProgressEvent, storedAt: number) => {
      recorder.record({ runUid: run, rank: 0, sequence, event }, process, storedAt);
    },
    pass: (at: number) => void (now = at),
  };
}

describe("two paths", () => {
  it("store each event once, whatever each leaves out or tells again, and count as lost what neither brought", () => {
    const path = fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 40 });
    fc.assert(
      fc.property(path, path, fc.infiniteStream(fc.boolean()), (direct, streamed, turns) => {
        const { history, recorder, ...tell } = bench();
        const left = { direct: [...direct], streamed: [...streamed] };
        while (left.direct.length + left.streamed.length > 0) {
          const isDirect =
            left.streamed.length === 0 || (left.direct.length > 0 && turns.next().value === true);
          const sequence = (isDirect ? left.direct : left.streamed).shift()!;
          (isDirect ? tell.direct : tell.streamed)("p", sequence, step(sequence), sequence);
        }
        recorder.flush();
        const told = new Set([...direct, ...streamed]);
        expect(history.steps(run).map((record) => record.step)).toEqual([...told].sort((a, b) => a - b));
        expect(history.delivery(run)).toEqual({
          received: direct.length + streamed.length,
          lost: Math.max(0, ...told) - told.size,
          duplicates: direct.length + streamed.length - told.size,
        });
        history.close();
      }),
      { numRuns: 200 },
    );
  });

  it.each(["direct first", "stream first"])(
    "leave the later telling of a step that was computed twice: %s",
    (order) => {
      const { history, recorder, ...tell } = bench();
      tell.pass(1_000);
      // Process a had told step 7 when it died; process b went back and told it again.
      const tellings = [
        () => tell.direct("b", 1, step(7, 2), 500),
        () => tell.streamed("a", 1, step(7, 3), 100),
        () => tell.streamed("b", 1, step(7, 2), 490),
      ];
      for (const telling of order === "direct first" ? tellings : tellings.slice(1)) telling();
      recorder.flush();
      expect(history.steps(run).map(({ loss }) => loss)).toEqual([2]);
      expect(history.delivery(run).lost).toBe(0);
      history.close();
    },
  );

  it("do not let what a rank said long ago stand for what it is", () => {
    const { history, recorder, ...tell } = bench();
    tell.direct("b", 2, state("training"), 500);
    tell.streamed("a", 1, state("training"), 100);
    tell.streamed("a", 2, state("failed"), 200);
    // A clock that is ahead: by its sequence it is older all the same.
    tell.pass(600);
    tell.streamed("b", 1, state("starting"), 550);
    expect(recorder.progress(run).ranks[0]?.state).toBe("training");
    expect(history.lifecycle(run)).toHaveLength(4);
    tell.streamed("b", 3, state("finished"), 590);
    expect(recorder.progress(run).finished).toBe(true);
    history.close();
  });

  it("date a step by when it was told first: what is caught up with has not just happened", () => {
    const { history, recorder, ...tell } = bench();
    tell.pass(10_000);
    tell.streamed("a", 1, step(1), 100);
    tell.streamed("a", 2, step(2), 200);
    recorder.flush();
    expect(recorder.progress(run)).toMatchObject({ firstStepAtMs: 100, lastStepAtMs: 200 });
    tell.direct("a", 4, step(4), 10_001);
    tell.streamed("a", 3, step(3), 300);
    recorder.flush();
    expect(recorder.progress(run)).toMatchObject({ firstStepAtMs: 100, lastStepAtMs: 10_001 });
    history.close();
  });

  it("count for metrics only what happens while the controller runs", () => {
    const counted: string[] = [];
    const history = openHistory(":memory:");
    const recorder = new ProgressRecorder(history, {
      now: () => 1_000,
      onEvent: ({ type }) => counted.push(type),
    });
    recorder.record({ runUid: run, rank: 0, sequence: 1, event: step(1) }, "a", 10);
    recorder.record({ runUid: run, rank: 0, sequence: 2, event: state("training") }, "a", 1_000);
    recorder.record({ runUid: run, rank: 0, sequence: 2, event: state("training") }, "a");
    expect(counted).toEqual(["lifecycle"]);
    history.close();
  });
});
