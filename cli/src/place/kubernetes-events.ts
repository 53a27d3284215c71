/** The event stream of a Kubernetes, reached at the address that the user gives. Opened when a command first wants it. */
import { readFileSync } from "node:fs";
import type { EventBus } from "@plateau/controller/events/bus.ts";
import { EventBusError } from "@plateau/controller/events/errors.ts";
import { readerInbox } from "@plateau/proto/events/index.ts";
import type { EventsAt } from "./choice.ts";

export class KubernetesEvents {
  readonly #at: EventsAt | undefined;
  readonly #namespace: string;
  readonly #label: string;
  #opening: Promise<EventBus> | undefined;

  constructor(at: EventsAt | undefined, namespace: string, label: string) {
    this.#at = at;
    this.#namespace = namespace;
    this.#label = label;
  }

  get isGiven(): boolean {
    return this.#at !== undefined;
  }

  /** @throws EventBusError E_EVENTS_OFF if no address was given */
  open(): Promise<EventBus> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async close(): Promise<void> {
    const bus = await this.#opening?.catch(() => undefined);
    await bus?.close();
  }

  async #open(): Promise<EventBus> {
    if (!this.#at) {
      throw new EventBusError(
        "E_EVENTS_OFF",
        `What runs have told, and commands to them, go through the event stream, and this command was not told where that of ${this.#label} is. Give --events nats://HOST:PORT (through "kubectl port-forward" if it is not reachable from here) and, if it wants credentials, --events-credentials FILE; events are turned on where the controller is installed.`,
      );
    }
    const { url, credentialsFile } = this.#at;
    const { NatsBus } = await import("@plateau/controller/events/nats/bus.ts");
    return new NatsBus({
      url,
      name: "plateau",
      ...(credentialsFile === undefined
        ? {}
        : { credentials: readFileSync(credentialsFile, "utf8"), inboxPrefix: readerInbox(this.#namespace) }),
    });
  }
}
