/** A Secret of the installation that is made once: whichever replica comes first makes it, and it never changes. */
import type { Cluster } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";

export interface NewSecret {
  namespace: string;
  name: string;
  data: Record<string, string | Uint8Array>;
}

/** @returns false if it was there already @throws ClusterError */
export async function createSecret(
  cluster: Pick<Cluster, "create">,
  { namespace, name, data }: NewSecret,
): Promise<boolean> {
  try {
    await cluster.create({
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      immutable: true,
      metadata: { namespace, name, labels: { "app.kubernetes.io/managed-by": "plateau" } },
      data: Object.fromEntries(
        Object.entries(data).map(([key, content]) => [key, Buffer.from(content).toString("base64")]),
      ),
    });
    return true;
  } catch (error) {
    if (hasCode(error, "E_ALREADY_EXISTS")) return false;
    throw error;
  }
}
