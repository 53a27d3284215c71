/** JobSet's manager, as a peer: one JobSet of one Job of two pods for each run of ours. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiServer } from "../../test/fixtures/api-server.ts";
import { moduleFolder } from "../../test/tools/index.ts";
import { startManager, type Manager } from "./manager.ts";
import type { Subject } from "./measure.ts";

const crds = "config/components/crd/bases/jobset.x-k8s.io_jobsets.yaml";
export const jobsetLabel = "jobset.sigs.k8s.io/jobset-name";

export function jobsetSubject(): Subject {
  let manager: Manager | undefined;
  return {
    name: "JobSet",
    install: installJobSet,
    start: async (server) => {
      manager = await startJobSet(server);
      return [manager];
    },
    ready: () => manager!.ready(),
    object: (index) => ({
      apiVersion: "jobset.x-k8s.io/v1alpha2",
      kind: "JobSet",
      metadata: { name: `run-${index}`, namespace: "default" },
      spec: oneJob({ name: "w", groupName: "default", args: ["train"] }),
    }),
    ownerOf: (job) => job.metadata.labels?.[jobsetLabel],
  };
}

export async function installJobSet(server: ApiServer): Promise<void> {
  const folder = await moduleFolder("jobset");
  await server.applyYaml(readFileSync(join(folder, crds), "utf8"));
  await server.established("crd/jobsets.jobset.x-k8s.io");
}

export function startJobSet(server: ApiServer): Promise<Manager> {
  return startManager("jobset", server, ({ health, metrics, webhook }) => ({
    apiVersion: "config.jobset.x-k8s.io/v1alpha1",
    kind: "Configuration",
    leaderElection: { leaderElect: false },
    internalCertManagement: { enable: false },
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
    metrics: { bindAddress: `127.0.0.1:${metrics}` },
    webhook: { port: webhook },
    clientConnection: { qps: 500, burst: 500 },
  }));
}

interface OneJob {
  name: string;
  groupName?: string;
  /** Of the Job. */
  metadata?: object;
  container?: string;
  args?: string[];
}

/** Spec of a JobSet of one Indexed Job of two pods, with what JobSet's webhook would fill in. */
export function oneJob({
  name,
  groupName = "default",
  metadata,
  container = "worker",
  args,
}: OneJob): object {
  const containers = [{ name: container, image: "plateau/worker:bench", ...(args && { args }) }];
  const job = { parallelism: 2, completions: 2, completionMode: "Indexed" };
  const spec = { ...job, template: { spec: { restartPolicy: "OnFailure", containers } } };
  return {
    network: { enableDNSHostnames: true, publishNotReadyAddresses: true },
    successPolicy: { operator: "All" },
    startupPolicy: { startupPolicyOrder: "AnyOrder" },
    replicatedJobs: [{ name, replicas: 1, groupName, template: { ...(metadata && { metadata }), spec } }],
  };
}
