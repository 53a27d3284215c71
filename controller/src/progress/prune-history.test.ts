import { expect, it } from "@jest/globals";
import type { ProgressEvent } from "@plateau/proto";
import type { Cluster } from "../cluster/cluster.ts";
import { openHistory } from "./history.ts";
import { pruneHistory } from "./prune-history.ts";
import { ProgressRecorder } from "./recorder.ts";

const hour = 3_600_000;

function news(step: number): ProgressEvent[] {
  const phaseMs = { compute: 1, encode: 0, wire: 0, wait: 0, decode: 0, update: 0 };
  const bytes = { rawBytes: 1, payloadBytes: 1, sentBytes: 0, receivedBytes: 0 };
  return [
    { type: "lifecycle", state: "training", reason: "Training", message: "" },
    {
      type: "step",
      step,
      tokens: 1,
      flops: 1,
      loss: 2,
      learningRate: 1,
      gradientNorm: 1,
      stepMs: 1,
      phaseMs,
      ...bytes,
    },
  ];
}

it("removes what was told of deleted runs, and nothing of others", async () => {
  const history = openHistory(":memory:");
  let now = 0;
  const recorder = new ProgressRecorder(history, { now: () => now });
  for (const runUid of ["deleted", "run", "cooldown"])
    news(1).forEach((event, i) =>
      recorder.record({ runUid, rank: 0, sequence: i + 1, event }, `pod-${runUid}`),
    );
  now = hour;
  // Not in the list yet, or just gone: it may still be told of.
  news(1).forEach((event, i) =>
    recorder.record({ runUid: "young", rank: 0, sequence: i + 1, event }, "pod-young"),
  );
  recorder.flush();

  const cluster = {
    list: (_version: string, kind: string) =>
      Promise.resolve({ items: [{ metadata: { uid: kind === "Cooldown" ? "cooldown" : "run" } }] }),
  } as unknown as Pick<Cluster, "list">;
  expect(await pruneHistory(history, cluster, now)).toEqual(["deleted"]);
  for (const table of ["steps", "lifecycle", "runs", "senders"]) {
    const left = history.db.all(`SELECT DISTINCT run FROM ${table} ORDER BY run`).map(({ run }) => run);
    expect([table, left]).toEqual([table, ["cooldown", "run", "young"]]);
  }
  expect(await pruneHistory(history, cluster, now)).toEqual([]);
  history.close();
});
