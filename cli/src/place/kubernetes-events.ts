/**
 * The event stream of a Kubernetes: at the address that the user gives, or where the namespace's Secret says, reached through the API
 * server if only pods can reach it. Opened when a command first wants it.
 */
import { readFileSync } from "node:fs";
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import type { KubernetesAccess } from "@plateau/controller/cluster/kubernetes/index.ts";
import type { EventBus } from "@plateau/controller/events/bus.ts";
import { EventBusError } from "@plateau/controller/events/errors.ts";
import { readerInbox } from "@plateau/proto/events/index.ts";
import type { EventsAt } from "./choice.ts";
import { readEventsSecret, serviceOf, type EventsSecret } from "./events-secret.ts";

export interface EventsPlace {
  cluster: Pick<Cluster, "get">;
  forward: KubernetesAccess["forward"];
  namespace: string;
  /** For people. */
  label: string;
}

export class KubernetesEvents {
  readonly #at: EventsAt | undefined;
  readonly #place: EventsPlace;
  #secret: Promise<EventsSecret | undefined> | undefined;
  #address: Promise<string> | undefined;
  #opening: Promise<EventBus> | undefined;
  #stopForwarding: (() => Promise<void>) | undefined;

  constructor(at: EventsAt | undefined, place: EventsPlace) {
    this.#at = at;
    this.#place = place;
  }

  /** Whether it is known where the stream is. */
  async isKnown(): Promise<boolean> {
    return this.#at !== undefined || (await this.#fromSecret()) !== undefined;
  }

  /** @throws EventBusError E_EVENTS_OFF; ClusterError, as `open` */
  address(): Promise<string> {
    return (this.#address ??= this.#at ? Promise.resolve(this.#at.url) : this.#urlOfSecret());
  }

  /** @throws EventBusError E_EVENTS_OFF if it is not known where it is; ClusterError if it cannot be reached through the API server */
  open(): Promise<EventBus> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async close(): Promise<void> {
    const bus = await this.#opening?.catch(() => undefined);
    await bus?.close();
    await this.#stopForwarding?.();
  }

  async #open(): Promise<EventBus> {
    const credentials = await this.#credentials();
    const url = await this.address();
    const { NatsBus } = await import("@plateau/controller/events/nats/bus.ts");
    return new NatsBus({
      url,
      name: "plateau",
      ...(credentials === undefined ? {} : { credentials, inboxPrefix: readerInbox(this.#place.namespace) }),
    });
  }

  async #credentials(): Promise<string | undefined> {
    const file = this.#at?.credentialsFile;
    return file === undefined ? (await this.#fromSecret())?.credentials : readFileSync(file, "utf8");
  }

  async #urlOfSecret(): Promise<string> {
    const secret = await this.#fromSecret();
    if (!secret) {
      const { label, namespace } = this.#place;
      throw new EventBusError(
        "E_EVENTS_OFF",
        `What runs have told, and commands to them, go through the event stream, and ${label} has none for the namespace ${namespace}: its Secret plateau-events-reader is not there, or you may not read it. Events are turned on where the controller is installed (docs/events.md); or give --events nats://HOST:PORT and, if it wants credentials, --events-credentials FILE.`,
      );
    }
    const service = serviceOf(secret.url);
    if (!service) return secret.url;
    const forwarded = await this.#place.forward(service);
    this.#stopForwarding = () => forwarded.close();
    return `nats://127.0.0.1:${forwarded.port}`;
  }

  #fromSecret(): Promise<EventsSecret | undefined> {
    const { cluster, namespace } = this.#place;
    return (this.#secret ??= readEventsSecret(cluster, namespace));
  }
}
