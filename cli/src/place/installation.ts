/** The authority of an installation's event stream, for whoever may read its Secrets: the key that the controller has made, or a given account's. */
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import { hasCode } from "@plateau/controller/cluster/errors.ts";
import { EventAuthority } from "@plateau/controller/events/nats/authority.ts";
import { CliError } from "../errors.ts";

export interface InstallationAt {
  /** Namespace of the controller. */
  system: string;
  keySecret: string;
  /** Of a NATS that was there before: Secret with its account. */
  accountSecret?: string | undefined;
}

/** @throws CliError E_NOT_FOUND; EventBusError E_EVENTS_FORBIDDEN if the account cannot sign */
export async function installationAuthority(
  cluster: Pick<Cluster, "get">,
  { system, keySecret, accountSecret }: InstallationAt,
): Promise<EventAuthority> {
  const key = (await secretOf(cluster, system, keySecret))("key");
  if (accountSecret === undefined) return new EventAuthority(key);
  const account = await secretOf(cluster, system, accountSecret);
  const given = { account: account("account").toString(), signingSeed: account("signingKey").toString() };
  return new EventAuthority(key, { given });
}

async function secretOf(
  cluster: Pick<Cluster, "get">,
  namespace: string,
  name: string,
): Promise<(key: string) => Buffer> {
  const secret = await cluster
    .get({ apiVersion: "v1", kind: "Secret", namespace, name })
    .catch((error: unknown) => {
      if (hasCode(error, "E_FORBIDDEN")) return undefined;
      throw error;
    });
  if (!secret) {
    throw new CliError(
      "E_NOT_FOUND",
      `Secret ${namespace}/${name} is not there, or you may not read it: credentials are made by an administrator of the installation. --system, --key-secret and --account-secret say where its Secrets are.`,
    );
  }
  const data = (secret as { data?: Record<string, string> }).data ?? {};
  return (key) => {
    const content = data[key];
    if (content !== undefined) return Buffer.from(content, "base64");
    throw new CliError(
      "E_NOT_FOUND",
      `Secret ${namespace}/${name} has no key "${key}"; name another Secret.`,
    );
  };
}
