/** The installation's key: one Secret, made by whichever replica comes first, from which each run's key is derived. */
import { randomBytes } from "node:crypto";
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import { createSecret } from "./create-secret.ts";
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
  if (await createSecret(cluster, { namespace, name, data: { key } })) return key;
  // Another replica was faster: its key is the key.
  return keyOf((await cluster.get(ref))!);
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
