import { describe, expect, it } from "@jest/globals";
import { controllerMetrics, processMetrics } from "@plateau/proto/metrics/index.ts";
import { labelsOf, readExposition, type Exposed } from "@plateau/proto/metrics/testing/exposition.ts";
import type { KubeObject } from "../cluster/cluster.ts";
import { ControllerMetrics } from "./controller-metrics.ts";
import { GangReady } from "./gang-ready.ts";

const run = {
  kind: "TrainingRun",
  metadata: { namespace: "lab", name: "a", uid: "u" },
  spec: {},
} as KubeObject;

function build(leads = true): ControllerMetrics {
  return new ControllerMetrics({
    version: "9",
    lease: "plateau-controller",
    kinds: ["TrainingRun"],
    leads: () => leads,
    queueDepth: () => 3,
    connections: () => 2,
    objects: () => ({
      objects: (kind) =>
        kind === "TrainingRun"
          ? [
              {
                ...run,
                spec: { exchange: { codec: "None", channel: "Noiseless" }, checkpoints: { everySteps: 5 } },
              },
            ]
          : [],
      object: () => undefined,
      progress: () => ({ checkpoints: [], evaluations: [], ranks: {}, finished: false }),
    }),
  });
}

async function read(metrics: ControllerMetrics): Promise<Exposed> {
  let text = "";
  for await (const piece of metrics.exposition()()) text += piece;
  return readExposition(text);
}

const valueOf = (
  { samples }: Exposed,
  name: string,
  labels: Record<string, string> = {},
): number | undefined =>
  samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  )?.value;

function everything(metrics: ControllerMetrics): void {
  metrics.reconciled("TrainingRun", "error", 0.2);
  metrics.waited("TrainingRun", 0.1);
  metrics.requested({ method: "GET", verb: "LIST", code: "200", seconds: 0.1 });
  metrics.progressed({ type: "lifecycle", state: "failed", reason: "E_MODEL", message: "" });
  metrics.gangReady(4);
  metrics.events.connected(true);
  metrics.events.received(0.5);
  metrics.events.pending(7);
  metrics.events.lost(1);
}

describe("the controller's metrics", () => {
  it("are those of the catalogue with its labels, and no others", async () => {
    const metrics = build();
    everything(metrics);
    const exposed = await read(metrics);
    const own = { ...controllerMetrics, ...processMetrics };
    const ofRuns = [...exposed.families.keys()].filter(
      (name) => name.startsWith("plateau_run_") && !(name in own),
    );
    expect([...exposed.families.keys()].filter((name) => !ofRuns.includes(name)).toSorted()).toEqual(
      Object.keys(own).toSorted(),
    );
    for (const [name, { labels }] of Object.entries(controllerMetrics))
      expect({ name, labels: labelsOf(exposed, name)?.toSorted() }).toEqual({
        name,
        labels: [...labels].toSorted(),
      });
  });

  it("count errors, waits and requests once each", async () => {
    const metrics = build();
    everything(metrics);
    metrics.reconciled("TrainingRun", "success", 0.2);
    metrics.requested({ method: "GET", verb: "WATCH", code: "200", seconds: 300 });
    const exposed = await read(metrics);
    expect(valueOf(exposed, "controller_runtime_reconcile_total", { result: "success" })).toBe(1);
    expect(valueOf(exposed, "controller_runtime_reconcile_errors_total")).toBe(1);
    expect(valueOf(exposed, "controller_runtime_reconcile_time_seconds_count")).toBe(2);
    expect(valueOf(exposed, "rest_client_requests_total", { code: "200", method: "GET" })).toBe(2);
    // A watch takes as long as it may.
    expect(valueOf(exposed, "rest_client_request_duration_seconds_count", { verb: "WATCH" })).toBeUndefined();
    expect(valueOf(exposed, "workqueue_depth", { name: "TrainingRun" })).toBe(3);
  });

  it("tell of runs only while it leads, and of a stream only where there is one", async () => {
    const follower = await read(build(false));
    expect([...follower.families.keys()].some((name) => name.startsWith("plateau_run_info"))).toBe(false);
    expect(valueOf(follower, "leader_election_master_status", { name: "plateau-controller" })).toBe(0);
    const leader = await read(build());
    expect(valueOf(leader, "plateau_run_info", { run: "a" })).toBe(1);
    expect(valueOf(leader, "plateau_events_connected")).toBeUndefined();
    expect(valueOf(leader, "plateau_events_pending")).toBeUndefined();
  });

  it("keep reasons that workers make up within bounds", async () => {
    const metrics = build();
    for (let i = 0; i < 1_000; i += 1)
      metrics.progressed({ type: "lifecycle", state: "failed", reason: `E_${i}`, message: "" });
    const { samples } = await read(metrics);
    const reasons = samples.filter(({ name }) => name === "plateau_run_failures_total");
    expect(reasons.length).toBeLessThanOrEqual(65);
    expect(reasons.reduce((sum, { value }) => sum + value, 0)).toBe(1_000);
  });
});

describe("the time that a gang takes", () => {
  const ready = (attempt: number, status = "True"): KubeObject => ({
    ...run,
    status: {
      attempt,
      conditions: [
        { type: "WorkersReady", status, reason: "", lastTransitionTime: "2026-01-01T00:00:07.5Z" },
      ],
    },
  });
  const job = { metadata: { creationTimestamp: "2026-01-01T00:00:05Z" } } as KubeObject;

  it("is told once for each attempt, not when a lost rank has come back", () => {
    const gangs = new GangReady(() => job);
    expect(gangs.take(ready(1, "False"), run)).toBeUndefined();
    expect(gangs.take(ready(1), run)).toBe(2.5);
    expect(gangs.take(ready(1, "False"), run)).toBeUndefined();
    expect(gangs.take(ready(1), run)).toBeUndefined();
    expect(gangs.take(ready(2), run)).toBe(2.5);
  });

  it("is not told of gangs that were there before this controller, nor without their Job", () => {
    const gangs = new GangReady(() => job);
    expect(gangs.take(ready(1), undefined)).toBeUndefined();
    expect(gangs.take(ready(1), run)).toBeUndefined();
    expect(new GangReady(() => undefined).take(ready(1), run)).toBeUndefined();
  });
});
