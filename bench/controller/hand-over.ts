/**
 * Two replicas: how long nobody leads when the leader leaves in good order, is killed, or is stopped and goes on later, and whether
 * a former leader writes after its successor has begun (counted in the Lease's and the objects' history by the API server).
 */
import { openKubernetes } from "@plateau/controller/cluster/kubernetes/index.ts";
import { ApiServer } from "../../test/fixtures/api-server.ts";
import { round } from "./measure.ts";
import { freeLease, installKinds, startController, type Controller } from "../../test/fixtures/controller.ts";

export interface HandOver {
  releaseSeconds: number;
  killSeconds: number;
  stopSeconds: number;
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
    const next = async (signal: NodeJS.Signals): Promise<{ seconds: number; former: Controller }> => {
      const follower = await start();
      await follower.ready();
      const former = leader;
      const begun = performance.now();
      former.child.kill(signal);
      await follower.leading;
      leader = follower;
      return { seconds: round((performance.now() - begun) / 1000, 1), former };
    };
    const release = await next("SIGTERM");
    const kill = await next("SIGKILL");
    const stop = await next("SIGSTOP");
    const holder = await holderOf(server);
    const gone = new Promise((resolve) => stop.former.child.once("exit", resolve));
    stop.former.child.kill("SIGCONT");
    await gone;
    const lateWrites = (await holderOf(server)) === holder ? 0 : 1;
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
