/**
 * The controller's side of the stream's benchmark, a process of its own so that it can be killed: TrainingRuns in a file, the real loop
 * and reconcilers, a history filled from the event stream. No node: no pod starts, and statuses come from what is told.
 *
 *   node bench/telemetry/stream-controller.ts FOLDER NATS_URL RUNS
 *
 * A step's `tokens` are the time at which it was sent, so that history and status tell how late they are.
 */
import { join } from "node:path";
import { admit, type TrainingRun } from "@plateau/controller/api/index.ts";
import { SqliteComputed } from "@plateau/controller/cluster/local/computed.ts";
import { clusterOn, openDatabase } from "@plateau/controller/cluster/local/index.ts";
import { NatsBus } from "@plateau/controller/events/nats/bus.ts";
import { fillHistory } from "@plateau/controller/kubernetes/event-stream.ts";
import { systemClock } from "@plateau/controller/loop/clock.ts";
import { ControlLoop } from "@plateau/controller/loop/control-loop.ts";
import { silentLog } from "@plateau/controller/loop/log.ts";
import { openHistory, ProgressRecorder } from "@plateau/controller/progress/index.ts";
import { reconcilers } from "@plateau/controller/reconcile/index.ts";
import { testPlatform } from "@plateau/controller/reconcile/testing/world.ts";
import { trainingRun } from "../../test/fixtures/controller.ts";

/** What it tells when it is asked. */
export interface ControllerReport {
  /** Of each event since `mark`, from its sending to its being stored (ms). */
  lagsMs: number[];
  /** Of each status since `mark`, how old the step in it was (ms). */
  statusAgesMs: number[];
  /** Steps in the history, each once. */
  stored: number;
}

const [folder = "", url = "", runs = "0"] = process.argv.slice(2);
const db = openDatabase(join(folder, "cluster.db"));
const cluster = clusterOn(db, { admit: (object, old) => admit(object, old) });
const history = openHistory(join(folder, "history.db"));
const stop = new AbortController();
let lagsMs: number[] = [];
let statusAgesMs: number[] = [];

const recorder: ProgressRecorder = new ProgressRecorder(history, {
  onChange: (uid, urgent) => loop.wake(uid, urgent),
  onEvent: (event) => {
    if (event.type === "step") lagsMs.push(Date.now() - event.tokens);
  },
});
const loop = new ControlLoop({
  cluster,
  reconcilers: Object.values(reconcilers),
  platform: testPlatform,
  clock: systemClock,
  progress: (uid) => recorder.progress(uid),
  computed: new SqliteComputed(db),
  compute: { "fit-study": () => Promise.reject(new Error("not part of this benchmark")) },
  log: silentLog,
});

const names = Array.from({ length: Number(runs) }, (_, index) => `run-${index}`);
const { items } = await cluster.list("plateau.dev/v1alpha1", "TrainingRun");
const present = new Set(items.map(({ metadata }) => metadata.name));
for (const name of names) if (!present.has(name)) await cluster.create(trainingRun(name));
const { items: objects, resourceVersion } = await cluster.list("plateau.dev/v1alpha1", "TrainingRun");
const uids = objects.map(({ metadata }) => metadata.uid);

async function watchStatuses(): Promise<void> {
  const seen = new Map<string, string>();
  const { signal } = stop;
  const watch = cluster.watch("plateau.dev/v1alpha1", "TrainingRun", { resourceVersion, signal });
  for await (const event of watch) {
    if (event.type !== "MODIFIED") continue;
    const { object } = event;
    const { tokens } = (object as TrainingRun).status ?? {};
    if (tokens === undefined || tokens === "0" || seen.get(object.metadata.uid) === tokens) continue;
    seen.set(object.metadata.uid, tokens);
    statusAgesMs.push(Date.now() - Number(tokens));
  }
}

process.on("message", (asked) => {
  if (asked === "mark") {
    lagsMs = [];
    statusAgesMs = [];
  }
  if (asked === "report") {
    const stored = uids.reduce((sum, uid) => sum + history.steps(uid).length, 0);
    process.send!({ lagsMs, statusAgesMs, stored } satisfies ControllerReport);
  }
});
// It goes with the benchmark.
process.on("disconnect", () => process.exit());

void watchStatuses();
void loop.run(stop.signal);
const bus = new NatsBus({
  url,
  name: "bench",
  limits: { maxAgeMs: 3_600_000, maxBytes: 1 << 30, replicas: 1 },
});
void fillHistory(bus, recorder, { historyId: history.id, signal: stop.signal });
process.send!(objects.map(({ metadata: { name, uid } }) => ({ name, uid })));
