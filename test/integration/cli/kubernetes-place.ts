/** A real API server with our kinds, and a controller's hand in place of a controller: objects and statuses as a test wants them. */
import { parseManifests } from "@plateau/controller/api/index.ts";
import type { KubeObject, ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import { openKubernetes, type KubernetesCluster } from "@plateau/controller/cluster/kubernetes/index.ts";
import { ApiServer } from "../../fixtures/api-server.ts";
import { installKinds } from "../../fixtures/controller.ts";

export class KubernetesPlace {
  readonly server: ApiServer;
  readonly cluster: KubernetesCluster;

  private constructor(server: ApiServer) {
    this.server = server;
    this.cluster = openKubernetes({ kubeconfig: server.kubeconfig, qps: 1_000, burst: 1_000 });
  }

  /** Without our kinds yet. */
  static async start(): Promise<KubernetesPlace> {
    return new KubernetesPlace(await ApiServer.start());
  }

  installKinds(): Promise<void> {
    return installKinds(this.server);
  }

  async apply(yaml: string, namespace = "default"): Promise<KubeObject[]> {
    const manifests = parseManifests(yaml, "test.yaml", namespace);
    return Promise.all(manifests.map(({ object }) => this.cluster.apply(object, { fieldManager: "test" })));
  }

  /** As the controller would: conditions with their times, and the generation that was seen. */
  setStatus(
    object: KubeObject,
    status: Record<string, unknown>,
    ...conditions: string[][]
  ): Promise<KubeObject> {
    return this.cluster.updateStatus(refOf(object), {
      observedGeneration: object.metadata.generation,
      ...status,
      conditions: conditions.map(([type, is, reason, message = "."]) => ({
        type,
        status: is,
        reason,
        message,
        lastTransitionTime: new Date().toISOString(),
        observedGeneration: object.metadata.generation,
      })),
    });
  }

  async stop(): Promise<void> {
    await this.cluster.close();
    await this.server.stop();
  }
}

export function refOf({ apiVersion, kind, metadata: { namespace, name } }: KubeObject): ObjectRef {
  return { apiVersion, kind, namespace, name };
}

export function runYaml(name: string): string {
  return `
apiVersion: plateau.dev/v1alpha1
kind: TrainingRun
metadata: { name: ${name} }
spec:
  model: { family: Llama, layers: 1, width: 16, heads: 2, context: 16, vocabulary: 64, tieEmbeddings: true }
  data: { markov: { chain: Binary, p: "0.2", q: "0.3" }, seed: 1 }
  optimizer: { name: AdamW, learningRate: "1e-3" }
  batch: { sequences: 8, sequenceLength: 16, shards: 4 }
  workers: { count: 2 }
  checkpoints: { store: { uri: checkpoints } }
  stopAt: { steps: 1000 }
`;
}

export const training = ["Progressing", "True", "Training", "Training."];
export const succeeded = ["Succeeded", "True", "Completed", "The last step is done."];
