/** The installation's key: one Secret, made by whichever replica comes first, from which each run's key is derived. */
import { randomBytes } from "node:crypto";
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import { ControllerError } from "./errors.ts";

const keyBytes = 32;

/** @throws ControllerError E_KEY_SECRET, ClusterError */
export async function installationKey(
  cluster: Pick<Cluster, "get" | "create">,
  { namespace, name }: { namespace: string; name: string },
): Promise<Buffer> {
  const ref = { apiVersion: "v1", kind: "Secret", namespace, name };
  const known = await cluster.get(ref);
  if (known) return keyOf(known);
  const key = randomBytes(keyBytes);
  try {
    await cluster.create({
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      immutable: true,
      metadata: { namespace, name, labels: { "app.kubernetes.io/managed-by": "plateau" } },
      data: { key: key.toString("base64") },
    });
    return key;
  } catch (error) {
    if (!hasCode(error, "E_ALREADY_EXISTS")) throw error;
    // Another replica was faster: its key is the key.
    return keyOf((await cluster.get(ref))!);
  }
}

function keyOf(secret: KubeObject): Buffer {
  const { namespace, name } = secret.metadata;
  const text = (secret.data as Record<string, string> | undefined)?.["key"] ?? "";
  const key = Buffer.from(text, "base64");
  if (key.length >= keyBytes) return key;
  throw new ControllerError(
    "E_KEY_SECRET",
    `Secret ${namespace}/${name} holds ${key.length} bytes at data.key; runs need at least ${keyBytes}. Put random bytes there, or delete the Secret while no run trains: it is made anew.`,
  );
}
