/** Where a namespace's event stream is and who reads it, as the controller has left it in a Secret there. */
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import { readerSecretName } from "@plateau/controller/reconcile/children/gang.ts";

export interface EventsSecret {
  url: string;
  credentials: string | undefined;
}

/** A Service of the cluster, as an address names it. */
export interface ServiceAddress {
  service: string;
  namespace: string;
  port: number;
}

/** @returns undefined if there is none, or the user may not read it */
export async function readEventsSecret(
  cluster: Pick<Cluster, "get">,
  namespace: string,
): Promise<EventsSecret | undefined> {
  const secret = await cluster
    .get({ apiVersion: "v1", kind: "Secret", namespace, name: readerSecretName })
    .catch((error: unknown) => {
      if (hasCode(error, "E_FORBIDDEN")) return undefined;
      throw error;
    });
  const data = (secret as { data?: Record<string, string> } | undefined)?.data ?? {};
  const field = (name: string): string | undefined =>
    data[name] === undefined ? undefined : Buffer.from(data[name], "base64").toString();
  const url = field("eventsUrl");
  return url === undefined ? undefined : { url, credentials: field("eventsCredentials") };
}

/** The Service behind `nats://SERVICE.NAMESPACE.svc…:PORT`, which only pods can reach; undefined for any other address. */
export function serviceOf(url: string): ServiceAddress | undefined {
  const [first = ""] = url.split(",");
  const match = /^nats:\/\/([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+)?(?::(\d+))?$/.exec(first);
  if (!match) return undefined;
  return { service: match[1]!, namespace: match[2]!, port: Number(match[3] ?? 4222) };
}
