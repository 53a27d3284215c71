/** Fetches the past of the runs that a report is about, and of no others, under a bar: on a cluster it is in the event stream. */
import type { KubeObject } from "@plateau/controller/cluster/cluster.ts";
import { runLongTask } from "../live/long-task.ts";
import type { Place } from "../place/place.ts";
import type { Terminal } from "../terminal.ts";

/** Asked for at once: each is a consumer of the stream. */
const mostAtOnce = 4;

export type LoadPast = (runs: readonly KubeObject[]) => Promise<void>;

/** @returns what throws EventBusError as `Place.load`, and CliError E_INTERRUPTED on Ctrl-C */
export function pastOf({ load }: Pick<Place, "load">, terminal: Terminal): LoadPast {
  return (runs) => {
    const task = { title: "Reading the runs' past", interrupted: "The report was interrupted." };
    return runLongTask(terminal, task, async (line, signal) => {
      const waiting = runs.values();
      let done = 0;
      const loadInTurn = async (): Promise<void> => {
        for (const { metadata } of waiting) {
          signal.throwIfAborted();
          await load({ namespace: metadata.namespace, runUid: metadata.uid });
          line.update((done += 1), runs.length, metadata.name);
        }
      };
      const stopped = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true }),
      );
      await Promise.race([Promise.all(Array.from({ length: mostAtOnce }, loadInTurn)), stopped]);
    });
  };
}
