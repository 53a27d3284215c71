/**
 * Kubeflow Trainer, as a peer: one TrainJob of two nodes for each run of ours, all of one runtime. What its manager makes of a TrainJob is
 * a JobSet, of which JobSet's manager makes the Job: both run, and what they cost is counted together.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiServer } from "../../test/fixtures/api-server.ts";
import { moduleFolder } from "../../test/tools/index.ts";
import { installJobSet, jobsetLabel, oneJob, startJobSet } from "./jobset.ts";
import { startManager, type Manager } from "./manager.ts";
import type { Subject } from "./measure.ts";

const apiVersion = "trainer.kubeflow.org/v1alpha1";
const runtime = { kind: "ClusterTrainingRuntime", name: "bench" };

export function trainerSubject(): Subject {
  let managers: Manager[] = [];
  return {
    name: "Kubeflow Trainer",
    install: async (server) => {
      await installJobSet(server);
      await installTrainer(server);
    },
    start: async (server) => (managers = [await startTrainer(server), await startJobSet(server)]),
    ready: async () => {
      await Promise.all(managers.map((manager) => manager.ready()));
    },
    object: (index) => ({
      apiVersion,
      kind: "TrainJob",
      metadata: { name: `run-${index}`, namespace: "default" },
      spec: {
        runtimeRef: { apiGroup: "trainer.kubeflow.org", ...runtime },
        trainer: { numNodes: 2, args: ["train"] },
      },
    }),
    // The JobSet has the TrainJob's name.
    ownerOf: (job) => job.metadata.labels?.[jobsetLabel],
  };
}

async function installTrainer(server: ApiServer): Promise<void> {
  const folder = join(await moduleFolder("trainer"), "manifests", "base", "crds");
  for (const file of readdirSync(folder).filter((name) => name.startsWith("trainer.kubeflow.org_")))
    await server.applyYaml(readFileSync(join(folder, file), "utf8"));
  await server.established("crd", "--all");
  const metadata = { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } };
  const template = { spec: oneJob({ name: "node", container: "node", metadata }) };
  await server.applyYaml(
    JSON.stringify({
      apiVersion,
      kind: runtime.kind,
      metadata: { name: runtime.name },
      spec: { mlPolicy: { numNodes: 2 }, template },
    }),
  );
}

/** With the concurrency of its own manifests, and no limit of requests: it reads `clientConnection` but does not keep to it. */
function startTrainer(server: ApiServer): Promise<Manager> {
  return startManager("trainer", server, ({ health, metrics, webhook }) => ({
    apiVersion: "config.trainer.kubeflow.org/v1alpha1",
    kind: "Configuration",
    leaderElection: { leaderElect: false },
    certManagement: { enable: false },
    health: { healthProbeBindAddress: `127.0.0.1:${health}` },
    metrics: { bindAddress: `127.0.0.1:${metrics}`, secureServing: false },
    webhook: { port: webhook },
    controller: {
      groupKindConcurrency: {
        "TrainJob.trainer.kubeflow.org": 5,
        "TrainingRuntime.trainer.kubeflow.org": 1,
        "ClusterTrainingRuntime.trainer.kubeflow.org": 1,
      },
    },
  }));
}
