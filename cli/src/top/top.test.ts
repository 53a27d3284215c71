import { describe, expect, it } from "@jest/globals";
import { createColors } from "picocolors";
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { labels } from "@plateau/controller/reconcile/labels.ts";
import type { Run } from "../logs/run-pods.ts";
import { drawTop } from "./draw.ts";
import { topRows } from "./rows.ts";

const nowMs = Date.UTC(2026, 10, 25, 12);
const ago = (seconds: number): string => new Date(nowMs - 1000 * seconds).toISOString();

function run(name: string, status: object = {}, kind = "TrainingRun"): Run {
  return {
    apiVersion: "plateau.dev/v1alpha1",
    kind,
    metadata: { name, namespace: "team", uid: `uid-${name}`, creationTimestamp: ago(300) },
    spec: { workers: { count: 2 } },
    status,
  } as unknown as Run;
}

function pod(of: string, rank: number, { name = `${of}-${rank}`, age = 60, status = {} } = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "team",
      creationTimestamp: ago(age),
      labels: { [labels.runUid]: `uid-${of}`, [labels.completionIndex]: String(rank) },
    },
    spec: { nodeName: "node-a" },
    status: { phase: "Running", ...status },
  } as unknown as KubeObject;
}

const condition = (type: string, reason: string): object => ({ type, status: "True", reason });
const everything = { names: [], finished: false };
const rowsOf = (runs: Run[], pods: KubeObject[] = [], selected = everything): ReturnType<typeof topRows> =>
  topRows({ runs, pods, nowMs }, selected);

describe("topRows", () => {
  it("leaves out what is over, unless it is named or asked for", () => {
    const runs = [run("b", { conditions: [condition("Succeeded", "Completed")] }), run("a")];
    expect(rowsOf(runs).map(({ name }) => name)).toEqual(["a"]);
    expect(rowsOf(runs, [], { names: [], finished: true }).map(({ name }) => name)).toEqual(["a", "b"]);
    expect(rowsOf(runs, [], { names: ["b"] as never[], finished: false }).map(({ name }) => name)).toEqual([
      "b",
    ]);
  });

  it("shows a rank by its newest pod", () => {
    const pods = [
      pod("a", 1),
      pod("a", 0, { name: "new", age: 5 }),
      pod("a", 0, { name: "old", age: 90 }),
      pod("x", 0),
    ];
    expect(
      rowsOf([run("a")], pods)[0]?.ranks.map(({ rank, pod: name, ageSeconds }) => [rank, name, ageSeconds]),
    ).toEqual([
      [0, "new", 5],
      [1, "a-1", 60],
    ]);
  });

  it.each<[string, object, string]>([
    [
      "why it waits",
      {
        phase: "Pending",
        containerStatuses: [{ name: "worker", state: { waiting: { reason: "ErrImagePull" } } }],
      },
      "ErrImagePull",
    ],
    [
      "how it ended",
      {
        phase: "Failed",
        containerStatuses: [{ name: "worker", state: { terminated: { reason: "OOMKilled" } } }],
      },
      "OOMKilled",
    ],
    ["why it was put away", { phase: "Failed", reason: "Evicted" }, "Evicted"],
    ["its phase otherwise", { phase: "Pending" }, "Pending"],
  ])("says of a rank %s", (_what, status, expected) => {
    expect(rowsOf([run("a")], [pod("a", 0, { status })])[0]?.ranks[0]?.state).toBe(expected);
  });

  it("has a number only where there is one", () => {
    const [row] = rowsOf([run("a", { loss: "NaN", step: 3, tokensPerSecond: undefined })]);
    expect(row).toMatchObject({ step: 3, state: "Waiting", ranksReady: 0, ranksWanted: 2, ageSeconds: 300 });
    expect(row).not.toHaveProperty("loss");
    expect(row).not.toHaveProperty("tokensPerSecond");
    const [cooldown] = rowsOf([run("c", { loss: "3", finalLoss: "2.5" }, "Cooldown")]);
    expect(cooldown?.loss).toBe(2.5);
  });
});

describe("drawTop", () => {
  const colours = createColors(false);

  it("draws ranks below their run, and lets nothing through that meddles with a terminal", () => {
    const rows = rowsOf([run("a\u001b[31m", { step: 5, stopAtStep: 10, loss: "2.34567" })], []);
    const lines = drawTop(rows, { colours, allNamespaces: true });
    expect(lines[0]).toMatch(/^NAMESPACE +NAME +STATE +STEP +LOSS +TOK\/S +RANKS +AGE +NODE$/);
    expect(lines[1]).toMatch(/^team +a +Waiting +5\/10 +2\.346 +– +0\/2 +5m$/);
    expect(lines.join("")).not.toContain("\u001b");
  });
});
