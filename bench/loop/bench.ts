/**
 * The control loop with 1,000 objects on a file: time to converge from nothing, a resync in which nothing changes, the way
 * from a change to its reconcile, and memory over 10,000 changes.
 *
 *   npm run bench:loop
 *
 * The reconciler keeps one child and a status; the measured work is the loop's and the store's. Bars (shared/orchestrators):
 * converge ≤ 30 s with ≤ 4 writes each, no-op resync ≤ 2 s with none, change to reconcile p99 ≤ 100 ms, memory ± 5 %.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { join } from "node:path";
import { clusterOn, openDatabase } from "@plateau/controller/cluster/local/index.ts";
import { SqliteComputed } from "@plateau/controller/cluster/local/computed.ts";
import { ManualClock } from "@plateau/controller/loop/clock.ts";
import { ControlLoop } from "@plateau/controller/loop/control-loop.ts";
import { silentLog } from "@plateau/controller/loop/log.ts";
import type { Reconciler } from "@plateau/controller/reconcile/reconciler.ts";
import { quantile } from "../quantile.ts";

const objects = 1_000;
const changes = 10_000;
const kind = { apiVersion: "bench.dev/v1", kind: "TrainingRun" };
const label = "bench.dev/run";

const folder = mkdtempSync(join(tmpdir(), "plateau-bench-loop-"));
const db = openDatabase(join(folder, "cluster.db"));
const cluster = clusterOn(db);
const clock = new ManualClock(Date.now());
/** The change that is under way, and when its reconcile began. */
let pending = "";
let begunAt: number | undefined;

const reconciler: Reconciler = {
  ...kind,
  watches: [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      toKeys: ({ metadata }) => [{ ...kind, namespace: "default", name: metadata.labels?.[label] ?? "" }],
    },
  ],
  relatedQueries: ({ metadata }) => [
    { apiVersion: "v1", kind: "ConfigMap", labels: { [label]: metadata.name } },
  ],
  reconcile: ({ object, related }) => {
    const { name, namespace, uid, generation, annotations } = object.metadata;
    if (annotations?.change === pending) begunAt ??= performance.now();
    const ready = related.length > 0;
    return {
      actions: ready
        ? []
        : [
            {
              kind: "Apply",
              reason: "Child",
              object: {
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: {
                  name,
                  namespace,
                  labels: { [label]: name },
                  ownerReferences: [{ ...kind, name, uid, controller: true }],
                },
                data: { "run.json": JSON.stringify({ name, text: "x".repeat(1_500) }) },
              },
            },
          ],
      status: {
        observedGeneration: generation,
        conditions: [{ type: "Ready", status: ready ? "True" : "False", reason: "Child", message: "" }],
      },
    };
  },
};

const loop = new ControlLoop({
  cluster,
  clock,
  reconcilers: [reconciler],
  platform: {
    image: "",
    command: [],
    resolveUri: (uri) => uri,
    peers: () => "",
    membershipKey: () => "",
  },
  progress: () => ({ checkpoints: [], evaluations: [], ranks: {}, finished: false }),
  computed: new SqliteComputed(db),
  compute: { "fit-study": () => Promise.reject(new Error("not part of this benchmark")) },
  log: silentLog,
});

/** Lets everything that is due happen, until nothing has been to do for a while. */
async function settle(): Promise<void> {
  for (let quiet = 0; quiet < 20;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = loop.idle ? quiet + 1 : 0;
  }
}

const counts = loop.metrics.of(kind.kind);
const version = async (): Promise<number> => Number((await cluster.list("none/v1", "None")).resourceVersion);
// What is garbage is not the loop's memory.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const rssMb = (): number => {
  collect();
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
};
const rssStartMb = rssMb();
for (let i = 0; i < objects; i += 1) {
  const metadata = { name: `run-${i}`, namespace: "default" };
  await cluster.create({ ...kind, metadata, spec: { size: i, text: "x".repeat(1_000) } });
}
const stop = new AbortController();
const converging = performance.now();
const before = await version();
const running = loop.run(stop.signal);
while (counts.seconds.count < objects) await new Promise((resolve) => setImmediate(resolve));
await settle();
const convergeMs = performance.now() - converging;
const writesPerObject = ((await version()) - before) / objects;
const reconcileMs = (counts.seconds.sum / counts.seconds.count) * 1000;

const noopVersion = await version();
const passes = counts.seconds.count;
const resync = performance.now();
// Past the five minutes, and past the tenth by which each informer's time differs.
clock.advance(331_000);
while (counts.seconds.count < passes + objects) await new Promise((resolve) => setImmediate(resolve));
await settle();
const noopMs = performance.now() - resync;
const noopWrites = (await version()) - noopVersion;
const rssConvergedMb = rssMb();

const delays = new Float64Array(changes);
const rssSeries: number[] = [];
for (let i = 0; i < changes; i += 1) {
  const metadata = {
    name: `run-${(i * 7) % objects}`,
    namespace: "default",
    annotations: { change: String(i) },
  };
  pending = String(i);
  begunAt = undefined;
  const askedAt = performance.now();
  await cluster.apply({ ...kind, metadata }, { fieldManager: "bench" });
  // One change in hand at a time: the way of a change, not the length of a queue.
  while (begunAt === undefined) await new Promise((resolve) => setImmediate(resolve));
  delays[i] = begunAt - askedAt;
  if (i % (changes / 10) === changes / 10 - 1) rssSeries.push(rssMb());
}
await settle();
delays.sort();
stop.abort();
await running;
await cluster.close();

const result = {
  objects,
  convergeMs: Math.round(convergeMs),
  writesPerObject,
  reconcileMs: Number(reconcileMs.toFixed(3)),
  noopResyncMs: Math.round(noopMs),
  noopWrites,
  changeToReconcileMs: {
    p50: Number(quantile(delays, 0.5).toFixed(2)),
    p99: Number(quantile(delays, 0.99).toFixed(2)),
  },
  rssMb: { start: rssStartMb, converged: rssConvergedMb, overChanges: rssSeries },
  fileMb: Number((statSync(join(folder, "cluster.db")).size / 2 ** 20).toFixed(1)),
};
rmSync(folder, { recursive: true, force: true });
console.log(
  `${objects} objects on ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`,
);
console.log(
  `converged in ${result.convergeMs} ms, ${writesPerObject} writes each, ${result.reconcileMs} ms a pass`,
);
console.log(`resync without changes: ${result.noopResyncMs} ms, ${noopWrites} writes`);
console.log(
  `change to reconcile: p50 ${result.changeToReconcileMs.p50} ms, p99 ${result.changeToReconcileMs.p99} ms`,
);
console.log(
  `memory: ${rssStartMb} → ${rssConvergedMb} MB; over ${changes} changes ${rssSeries.join(", ")} MB`,
);
mkdirSync(join(import.meta.dirname, "..", "results"), { recursive: true });
writeFileSync(
  join(import.meta.dirname, "..", "results", "loop.json"),
  `${JSON.stringify(result, null, 2)}\n`,
);
console.log(`RESULT ${JSON.stringify(result)}`);
