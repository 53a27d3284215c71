/** Manifests to the cluster, with a line for each object that is new or has changed. */
import type { Manifest } from "@plateau/controller/api/index.ts";
import type { Cluster, ObjectRef } from "@plateau/controller/cluster/cluster.ts";
import type { Terminal } from "../terminal.ts";

/** Of everything that people write. */
export const fieldManager = "plateau-cli";
const runnableKinds = ["ScalingStudy", "TrainingRun", "Cooldown"];

/**
 * @param force take fields over from whoever else has set them: `kubectl apply`, an earlier `plateau scale`
 * @returns those that train
 * @throws ClusterError
 */
export async function applyAll(
  cluster: Cluster,
  manifests: readonly Manifest[],
  { terminal, force = false }: { terminal: Terminal; force?: boolean },
): Promise<ObjectRef[]> {
  const refs: ObjectRef[] = [];
  for (const { object } of manifests) {
    const ref = {
      apiVersion: String(object.apiVersion),
      kind: String(object.kind),
      namespace: object.metadata.namespace,
      name: object.metadata.name,
    };
    const before = await cluster.get(ref);
    const after = await cluster.apply(object, { fieldManager, force });
    if (!before) terminal.err.write(`${ref.kind} ${ref.name} created\n`);
    else if (before.metadata.generation !== after.metadata.generation)
      terminal.err.write(`${ref.kind} ${ref.name} changed\n`);
    if (runnableKinds.includes(ref.kind)) refs.push(ref);
  }
  return refs;
}
