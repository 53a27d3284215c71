/** Turns announcements into Event objects: the same words about the same object are one Event with a count. */
import { createHash } from "node:crypto";
import type { Cluster, DesiredObject, KubeObject } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import type { Action } from "../reconcile/reconciler.ts";
import type { Clock } from "./clock.ts";

export type Announcement = Extract<Action, { kind: "Announce" }>;

const fieldManager = "plateau-events";
/** Events are news; API servers keep them for an hour, we for a day. */
const keepMs = 24 * 3_600_000;
const longestMessage = 1024;

export class EventRecorder {
  readonly #cluster: Cluster;
  readonly #clock: Clock;
  readonly #component: string;

  constructor(cluster: Cluster, clock: Clock, component = "plateau-controller") {
    this.#cluster = cluster;
    this.#clock = clock;
    this.#component = component;
  }

  async announce(about: KubeObject, { type, reason, message }: Announcement): Promise<void> {
    const { namespace, name, uid } = about.metadata;
    const digest = createHash("sha256").update(`${uid}\n${type}\n${reason}\n${message}`).digest("hex");
    const eventName = `${name}.${digest.slice(0, 16)}`;
    const at = new Date(this.#clock.now()).toISOString();
    const ref = { apiVersion: "v1", kind: "Event", namespace, name: eventName };
    const event: DesiredObject = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: eventName, namespace },
      involvedObject: { apiVersion: about.apiVersion, kind: about.kind, namespace, name, uid },
      type,
      reason,
      message: message.slice(0, longestMessage),
      source: { component: this.#component },
      firstTimestamp: at,
      lastTimestamp: at,
      count: 1,
    };
    try {
      // Most words are said once: one call.
      await this.#cluster.create(event);
    } catch (error) {
      if (!hasCode(error, "E_ALREADY_EXISTS")) throw error;
      const known = (await this.#cluster.get(ref)) as { firstTimestamp?: string; count?: number } | undefined;
      const again = { firstTimestamp: known?.firstTimestamp ?? at, count: (known?.count ?? 0) + 1 };
      await this.#cluster.apply({ ...event, ...again }, { fieldManager, force: true });
    }
  }

  /** Remove what is older than a day, as an API server does by itself. */
  async expire(): Promise<void> {
    const { items } = await this.#cluster.list("v1", "Event");
    for (const { apiVersion, kind, metadata, lastTimestamp } of items) {
      if (Date.parse(String(lastTimestamp)) + keepMs > this.#clock.now()) continue;
      const { namespace, name, uid } = metadata;
      await this.#cluster.delete({ apiVersion, kind, namespace, name }, { uid });
    }
  }
}
