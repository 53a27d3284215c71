/** Carries out a decision: actions in order (those that may go beside each other at once), then the status, then announcements of what is now stored. */
import type { Cluster, KubeObject } from "../cluster/cluster.ts";
import { hasCode } from "../cluster/errors.ts";
import type { Action, Decision } from "../reconcile/reconciler.ts";
import type { Clock } from "./clock.ts";
import type { Computations } from "./computations.ts";
import { EventRecorder, type Announcement } from "./event-recorder.ts";
import type { Informers } from "./informers.ts";
import { refOf } from "./keys.ts";
import type { StatusPacer } from "./status-writer.ts";

export const fieldManager = "plateau-controller";

export interface CarriedOut {
  /** Calls that may have changed the cluster. */
  writes: number;
  statusWritten: boolean;
  /** The status has to wait for its turn: come back then. */
  waitMs?: number;
}

export class ActionRunner {
  readonly #cluster: Cluster;
  readonly #informers: Informers;
  readonly #clock: Clock;
  readonly #pacer: StatusPacer;
  readonly #computations: Computations;
  readonly #events: EventRecorder;

  constructor(parts: {
    cluster: Cluster;
    informers: Informers;
    clock: Clock;
    pacer: StatusPacer;
    computations: Computations;
  }) {
    this.#cluster = parts.cluster;
    this.#informers = parts.informers;
    this.#clock = parts.clock;
    this.#pacer = parts.pacer;
    this.#computations = parts.computations;
    this.#events = new EventRecorder(parts.cluster, parts.clock);
  }

  /** @throws ClusterError: E_CONFLICT if the object was written since the snapshot; what was done so far stays done */
  async carryOut(object: KubeObject, decision: Decision): Promise<CarriedOut> {
    let current = object;
    let writes = 0;
    for (const together of inTurns(decision.actions)) {
      const results = await Promise.allSettled(together.map((action) => this.#act(action, object)));
      const failed = results.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      writes += together.filter(({ kind }) => kind !== "Announce" && kind !== "Compute").length;
      // A finalizer of the object itself raises its version, and the status goes to that version.
      for (const { value: written } of results as PromiseFulfilledResult<KubeObject | undefined>[]) {
        if (written?.metadata.uid === object.metadata.uid) current = written;
      }
    }
    const announcements = decision.actions.filter((action) => action.kind === "Announce");
    const status = await this.#writeStatus(current, decision, announcements.length > 0);
    for (const announcement of announcements) await this.#announce(object, announcement);
    return {
      writes: writes + status.writes + announcements.length,
      statusWritten: status.writes > 0,
      ...waiting(status),
    };
  }

  async #act(action: Action, about: KubeObject): Promise<KubeObject | undefined> {
    switch (action.kind) {
      case "Apply":
        return this.#seen(await this.#cluster.apply(action.object, { fieldManager, force: true }));
      case "Delete":
        await this.#cluster.delete(action.ref, action.uid === undefined ? {} : { uid: action.uid });
        await this.#informers.refresh(action.ref);
        return undefined;
      case "SetFinalizer":
        return this.#setFinalizer(action);
      case "Compute":
        this.#computations.ask(action.key, about.metadata.uid, action.computation);
        return undefined;
      case "Announce":
        return undefined;
    }
  }

  async #setFinalizer(action: Extract<Action, { kind: "SetFinalizer" }>): Promise<KubeObject | undefined> {
    const { ref, finalizer, present } = action;
    try {
      const object = this.#seen(await this.#cluster.setFinalizer(ref, finalizer, present));
      // The last finalizer of a deleted object lets it go.
      if (!present) await this.#informers.refresh(ref);
      return object;
    } catch (error) {
      if (!present && hasCode(error, "E_NOT_FOUND")) return undefined;
      throw error;
    }
  }

  async #writeStatus(
    object: KubeObject,
    decision: Decision,
    urgent: boolean,
  ): Promise<{ writes: number; waitMs?: number }> {
    if (decision.status === undefined) return { writes: 0 };
    const nowMs = this.#clock.now();
    const verdict = this.#pacer.decide(object, decision.status, { nowMs, urgent });
    if (!verdict.write) return verdict.unchanged ? { writes: 0 } : { writes: 0, waitMs: verdict.waitMs };
    try {
      const { resourceVersion } = object.metadata;
      this.#seen(await this.#cluster.updateStatus(refOf(object), decision.status, { resourceVersion }));
    } catch (error) {
      // An action of this very decision may have let the object go.
      if (hasCode(error, "E_NOT_FOUND")) return { writes: 0 };
      throw error;
    }
    this.#pacer.written(object.metadata.uid, nowMs);
    return { writes: 1 };
  }

  async #announce(about: KubeObject, announcement: Announcement): Promise<void> {
    try {
      await this.#events.announce(about, announcement);
    } catch (error) {
      // Nobody is left to read it.
      if (!hasCode(error, "E_NAMESPACE_ENDING")) throw error;
    }
  }

  #seen(object: KubeObject): KubeObject {
    this.#informers.remember(object);
    return object;
  }
}

/** Neighbours that may go beside each other together, the others alone. */
function inTurns(actions: readonly Action[]): Action[][] {
  const turns: Action[][] = [];
  let open = false;
  for (const action of actions) {
    const beside = action.kind === "Apply" && action.beside === true;
    if (beside && open) turns.at(-1)!.push(action);
    else turns.push([action]);
    open = beside;
  }
  return turns;
}

function waiting({ waitMs }: { waitMs?: number }): { waitMs?: number } {
  return waitMs === undefined ? {} : { waitMs };
}
