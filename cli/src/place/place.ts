/** The border through which every command gets its cluster, wherever that is. */
import type { Command } from "commander";
import type { EventType, RunIdentity } from "@plateau/proto/events/index.ts";
import type { Cluster } from "@plateau/controller/cluster/cluster.ts";
import type { EventBus } from "@plateau/controller/events/bus.ts";
import type { History } from "@plateau/controller/progress/index.ts";
import type { LogLine, LogsRequest } from "../logs/logs.ts";
import type { Terminal } from "../terminal.ts";
import { choosePlace, type Choice, type PlaceOptions } from "./choice.ts";

export type ReadHistory = Pick<History, "steps" | "lastStep" | "evaluations" | "checkpoints">;

export type EventsOf = Pick<RunIdentity, "namespace" | "runUid">;

export interface Place {
  kind: Choice["kind"];
  cluster: Cluster;
  /** Steps as the workers told them; on a Kubernetes of runs that were `loaded`, from the event stream. */
  history: ReadHistory;
  /** Have a run's past in `history`, or no more of it than these types of events. @throws EventBusError E_EVENTS_OFF, E_EVENTS_UNAVAILABLE, E_EVENTS_FORBIDDEN */
  load: (run: EventsOf, types?: readonly EventType[]) => Promise<void>;
  /** The event stream, opened when it is first wanted and closed with the place. @throws EventBusError as `load` */
  events: () => Promise<EventBus>;
  /** Whether it is known where the event stream is. */
  hasEvents: () => Promise<boolean>;
  /** Its address, as it is reached from here. @throws EventBusError E_EVENTS_OFF */
  eventsAddress: () => Promise<string>;
  namespace: string;
  /** Whether the namespace was named on the command line. */
  isNamespaceGiven: boolean;
  /** Folder where reports go unless somebody says otherwise. */
  reports: string;
  /** For people: 'context "kind" (https://…)'. */
  label: string;
  /** A URI of a spec as it is reached from this machine; undefined where only the cluster knows what it is relative to. */
  resolveUri: (uri: string) => string | undefined;
  /** Called whenever a connection to the cluster breaks; it is made again by itself. */
  onTrouble: (listener: () => void) => void;
  logs: (request: LogsRequest) => AsyncIterable<LogLine>;
}

export function choiceOf(program: Command, { env, cwd }: Terminal): Choice {
  return choosePlace(program.opts<PlaceOptions>(), { calledAs: program.name(), env, cwd });
}

/**
 * The cluster for a command that looks or edits.
 *
 * @throws CliError E_USAGE; E_NOT_FOUND if there is no such home. ClusterError E_KUBECONFIG; of a Kubernetes, each with the
 *   remedy and which cluster it was
 */
export async function withPlace<T>(
  program: Command,
  terminal: Terminal,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const choice = choiceOf(program, terminal);
  if (choice.kind === "home") {
    const { withHome } = await import("./home-place.ts");
    return withHome(choice, use);
  }
  const { withKubernetes } = await import("./kubernetes-place.ts");
  return withKubernetes(choice, terminal, use);
}
