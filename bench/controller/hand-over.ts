/**
 * Two replicas: how long nobody leads when the leader leaves in good order, is killed, or is stopped and goes on later, and what a former
 * leader writes when it goes on: it is stopped amid hundreds of runs that wait for their Jobs, its successor makes them, and from then on
 * the API server counts every write.
 */
import { once } from "node:events";
import { openKubernetes } from "@plateau/controller/cluster/kubernetes/index.ts";
import { ApiServer } from "../../test/fixtures/api-server.ts";
import {
  freeLease,
  installKinds,
  startController,
  trainingRun,
  type Controller,
} from "../../test/fixtures/controller.ts";
import { createAll, round } from "./measure.ts";
import { Requests } from "./requests.ts";

/** Runs that the leader is busy with when it is stopped. */
const waiting = 300;

export interface HandOver {
  releaseSeconds: number;
  killSeconds: number;
  stopSeconds: number;
  /** Of objects and of the Lease. */
  lateWrites: number;
}

export async function handOver(): Promise<HandOver> {
  const server = await ApiServer.start();
  await installKinds(server);
  await freeLease(server);
  const running: Controller[] = [];
  const start = async (): Promise<Controller> => {
    const controller = await startController(server);
    running.push(controller);
    return controller;
  };
  try {
    let leader = await start();
    await leader.leading;
    const next = async (
      signal: NodeJS.Signals,
      meanwhile?: () => Promise<void>,
    ): Promise<{ seconds: number; former: Controller }> => {
      const follower = await start();
      await follower.ready();
      await meanwhile?.();
      const former = leader;
      const begun = performance.now();
      former.child.kill(signal);
      await follower.leading;
      leader = follower;
      return { seconds: round((performance.now() - begun) / 1000, 1), former };
    };
    const release = await next("SIGTERM");
    const kill = await next("SIGKILL");
    const stop = await next("SIGSTOP", () => manyRuns(server));
    const requests = new Requests(server);
    // Longer than the successor may put off a status.
    const before = await requests.whenQuiet(12_000);
    const holder = await holderOf(server);
    const gone = once(stop.former.child, "exit");
    stop.former.child.kill("SIGCONT");
    await gone;
    const after = await requests.count();
    const lateWrites = after.writes - before.writes + ((await holderOf(server)) === holder ? 0 : 1);
    return {
      releaseSeconds: release.seconds,
      killSeconds: kill.seconds,
      stopSeconds: stop.seconds,
      lateWrites,
    };
  } finally {
    for (const controller of running) await controller.end("SIGKILL");
    await server.stop();
  }
}

/** Resolves as soon as they are there: the leader has just begun with them. */
async function manyRuns(server: ApiServer): Promise<void> {
  const cluster = openKubernetes({ kubeconfig: server.kubeconfig, qps: 10_000, burst: 10_000 });
  try {
    await createAll(cluster, waiting, (index) => trainingRun(`waits-${index}`));
    const { items } = await cluster.list("batch/v1", "Job");
    if (items.length >= waiting) throw new Error("the leader has made all Jobs before it could be stopped");
  } finally {
    await cluster.close();
  }
}

async function holderOf(server: ApiServer): Promise<string> {
  const cluster = openKubernetes({ kubeconfig: server.kubeconfig });
  try {
    const lease = await cluster.get({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      namespace: "default",
      name: "plateau-controller",
    });
    const { holderIdentity, leaseTransitions } = lease!.spec as {
      holderIdentity: string;
      leaseTransitions: number;
    };
    return `${holderIdentity} ${leaseTransitions}`;
  } finally {
    await cluster.close();
  }
}
