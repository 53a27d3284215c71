/** Wakes whenever objects or the history have changed, and at least at every tick: several changes at once wake once. */
import { apiVersion } from "@plateau/controller/api/index.ts";
import type { LocalPlateau } from "@plateau/controller/local/open-local.ts";

export interface Changes {
  /** Resolves at the next change after the last call, the next tick, or when the signal aborts. */
  next(): Promise<void>;
}

const kinds = ["ScalingStudy", "TrainingRun", "Cooldown"];

export function changesOf(
  { cluster, history }: Pick<LocalPlateau, "cluster" | "history">,
  signal: AbortSignal,
  tickMs: number,
): Changes {
  let pending = false;
  let wake: (() => void) | undefined;
  let failure: unknown;
  const changed = (): void => {
    pending = true;
    wake?.();
  };
  const timer = setInterval(changed, tickMs);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    changed();
  });
  const failed = (error: unknown): void => {
    if (!signal.aborted) failure = error;
    changed();
  };
  const listen = async (events: AsyncIterable<unknown>): Promise<void> => {
    for await (const _ of events) changed();
  };
  void listen(history.changes(signal)).catch(failed);
  for (const kind of kinds) void watchKind(kind).catch(failed);

  /** The state is read afresh after every wake, so a watch that has fallen behind may simply start again at the present. */
  async function watchKind(kind: string): Promise<void> {
    while (!signal.aborted) {
      const { resourceVersion } = await cluster.list(apiVersion, kind);
      changed();
      try {
        await listen(cluster.watch(apiVersion, kind, { resourceVersion, signal }));
      } catch (error) {
        if ((error as { code?: unknown }).code !== "E_EXPIRED") throw error;
      }
    }
  }

  return {
    async next() {
      if (!pending) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = undefined;
      }
      pending = false;
      if (failure !== undefined) throw failure;
    },
  };
}
