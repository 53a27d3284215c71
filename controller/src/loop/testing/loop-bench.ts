/** The loop on an in-memory cluster with a small reconciler and a clock that is set by hand, stopped after each test. */
import { afterEach } from "@jest/globals";
import type { Cluster, KubeObject, ObjectRef } from "../../cluster/cluster.ts";
import { openMemoryCluster } from "../../cluster/local/index.ts";
import type { Decision, Platform, Reconciler, RunProgress, Snapshot } from "../../reconcile/reconciler.ts";
import { ManualClock } from "../clock.ts";
import type { Compute, ComputedStore } from "../computations.ts";
import { ControlLoop } from "../control-loop.ts";
import { silentLog } from "../log.ts";

export const kind = { apiVersion: "test.dev/v1", kind: "TrainingRun" };
export const at = (name: string): ObjectRef => ({ ...kind, namespace: "default", name });
const platform: Platform = {
  image: "",
  command: [],
  resolveUri: (uri) => uri,
  peers: () => "",
  membershipKey: () => "",
};

export function memoryStore(): ComputedStore & { results: Map<string, { owner: string; result: unknown }> } {
  const results = new Map<string, { owner: string; result: unknown }>();
  return {
    results,
    has: (key) => results.has(key),
    of: (owner) =>
      Object.fromEntries(
        [...results].filter(([, entry]) => entry.owner === owner).map(([key, { result }]) => [key, result]),
      ),
    put: (key, owner, result) => void results.set(key, { owner, result }),
    forget: (owner) => {
      for (const [key, entry] of results) if (entry.owner === owner) results.delete(key);
    },
  };
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

export interface Setup {
  reconcile: (snapshot: Snapshot) => Decision;
  cluster?: Cluster;
  compute?: Compute;
  store?: ComputedStore;
  progress?: (uid: string) => RunProgress;
  watches?: Reconciler["watches"];
  queries?: Reconciler["relatedQueries"];
  signal?: AbortSignal;
}

export interface Started {
  cluster: Cluster;
  clock: ManualClock;
  loop: ControlLoop;
  /** What the reconciler was given, each time. */
  passes: Snapshot[];
  running: Promise<void>;
}

export function start(setup: Setup): Started {
  const cluster = setup.cluster ?? openMemoryCluster();
  const clock = new ManualClock();
  const passes: Snapshot[] = [];
  const loop = new ControlLoop({
    cluster,
    clock,
    platform,
    reconcilers: [
      {
        ...kind,
        watches: setup.watches ?? [],
        relatedQueries: setup.queries ?? (() => []),
        reconcile: (snapshot) => {
          passes.push(snapshot);
          return setup.reconcile(snapshot);
        },
      },
    ],
    progress: setup.progress ?? (() => ({ checkpoints: [], evaluations: [], ranks: {}, finished: false })),
    computed: setup.store ?? memoryStore(),
    compute: { "fit-study": setup.compute ?? (() => Promise.resolve(1)) },
    log: silentLog,
  });
  const stop = new AbortController();
  const running = loop.run(AbortSignal.any([stop.signal, ...(setup.signal ? [setup.signal] : [])]));
  stops.push(async () => {
    stop.abort();
    await running;
    await cluster.close();
  });
  return { cluster, clock, loop, passes, running };
}

/** All microtasks and watch deliveries that are due, until nothing is left to do. */
export async function settle({ loop }: { loop: ControlLoop }): Promise<void> {
  for (let quiet = 0; quiet < 5;) {
    await new Promise((resolve) => setImmediate(resolve));
    quiet = loop.idle ? quiet + 1 : 0;
  }
}

export const create = (cluster: Cluster, name: string, spec: unknown = {}): Promise<KubeObject> =>
  cluster.create({ ...kind, metadata: { name, namespace: "default" }, spec });
export const condition = (
  status: string,
  message = "",
): { conditions: { type: string; status: string; reason: string; message: string }[] } => ({
  conditions: [{ type: "Ready", status, reason: "Because", message }],
});
