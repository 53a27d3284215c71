/** The embedded cluster of a home as a place. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { EventBusError } from "@plateau/controller/events/errors.ts";
import { CliError } from "../errors.ts";
import { localLogs } from "../logs/local-logs.ts";
import { workerCommand } from "./worker-command.ts";
import type { Choice } from "./choice.ts";
import type { Place } from "./place.ts";

/** @param mayMake a home that is not there; otherwise that is an error */
export async function withHome<T>(
  { home, namespace }: Extract<Choice, { kind: "home" }>,
  use: (place: Place) => Promise<T>,
  mayMake = false,
): Promise<T> {
  if (!mayMake && !existsSync(join(home, "cluster.db"))) {
    throw new CliError(
      "E_NOT_FOUND",
      `There is no cluster at ${home} yet; "plateau run -f FILE" makes one, or name another place with --home.`,
    );
  }
  const [{ openLocal }, { resolveUri }] = await Promise.all([
    import("@plateau/controller/local/open-local.ts"),
    import("@plateau/controller/local/platform.ts"),
  ]);
  const plateau = await openLocal({ home, workerCommand: workerCommand(), role: "client" });
  try {
    return await use({
      kind: "home",
      cluster: plateau.cluster,
      history: plateau.history,
      load: () => Promise.resolve(),
      events: () => Promise.resolve(plateau.events),
      hasEvents: () => Promise.resolve(true),
      eventsAddress: () =>
        Promise.reject(
          new EventBusError("E_EVENTS_OFF", "The events of a home lie in its files; they have no address."),
        ),
      namespace: namespace ?? "default",
      isNamespaceGiven: namespace !== undefined,
      reports: join(plateau.home, "reports"),
      label: `the home ${plateau.home}`,
      resolveUri: (uri) => resolveUri(plateau.home, uri),
      onTrouble: () => {},
      logs: (request) => localLogs(plateau, request),
    });
  } finally {
    await plateau.close();
  }
}
