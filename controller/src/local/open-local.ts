/** An embedded Plateau: cluster, history and, for the one that is the controller, everything that makes it go. */
import { admit } from "../api/index.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { clusterOn, openDatabase } from "../cluster/local/index.ts";
import { currentHolder } from "../cluster/local/lease.ts";
import type { EventBus } from "../events/bus.ts";
import { openLocalBus } from "../events/local/index.ts";
import { silentLog, type Log } from "../loop/log.ts";
import { openHistory, type History } from "../progress/index.ts";
import { openHome } from "./home.ts";
import { readLogs, type LogsRequest } from "./logs.ts";
import { runController } from "./run-controller.ts";

export interface OpenLocalOptions {
  /** Folder of the embedded cluster: `.plateau` or `$PLATEAU_HOME`. Made if it is not there. */
  home: string;
  /** Program and first arguments of a worker; `train` or `remove-checkpoint` follows. */
  workerCommand: string[];
  /** A controller checks the whole file when opening it. */
  role: "controller" | "client";
  /** The one that is the controller serves its metrics at this port of the loopback, and the list of what there is to scrape. */
  metricsPort?: number | undefined;
  log?: Log;
}

export interface LocalPlateau {
  cluster: Cluster;
  history: History;
  /** The event stream: what workers tell, and commands to them. */
  events: EventBus;
  /** Absolute path of the home. */
  home: string;
  /** Process id of the controller that runs on this home now, if one does. */
  controllerPid(): number | undefined;
  /**
   * Be the controller: reconcile, start workers, take in progress. Until `signal` aborts; then the workers are asked to save
   * and end, and it returns when they have.
   *
   * @throws ClusterError E_CONTROLLER_RUNNING with `pid`, E_FENCING
   */
  run(signal: AbortSignal): Promise<void>;
  /** @throws HomeError E_NO_LOGS */
  logs(request: LogsRequest): AsyncIterable<string>;
  close(): Promise<void>;
}

/** @throws HomeError E_HOME; ClusterError for a file that is damaged, of a newer release, or cannot be opened */
// oxlint-disable-next-line require-await -- opening a remote cluster will wait
export async function openLocal(options: OpenLocalOptions): Promise<LocalPlateau> {
  const { workerCommand, role, metricsPort, log = silentLog } = options;
  const home = openHome(options.home);
  const db = openDatabase(home.cluster, role === "controller");
  const cluster = clusterOn(db, { admit: (object, old) => admit(object, old) });
  const history = openHistory(home.history);
  const events = openLocalBus(home.events, {
    isServed: () => currentHolder(db) !== undefined,
    onError: (error) => log.error({ error: String(error) }, "events could not be stored"),
  });
  return {
    cluster,
    history,
    events,
    home: home.path,
    controllerPid: () => currentHolder(db),
    run: (signal) =>
      runController({ home, db, cluster, history, events, workerCommand, metricsPort, log, signal }),
    logs: (request) => readLogs(home.pods, request),
    close: async () => {
      await events.close();
      history.close();
      await cluster.close();
    },
  };
}
