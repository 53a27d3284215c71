/**
 * What the processes of Pods tell, on its way into the event stream, and what they answer to commands. Beside the recorder, which takes the
 * same news first and by itself: what decides must not wait for the stream, or be lost with it.
 */
import type { ProcessCommandReply, ProgressMessage } from "@plateau/proto";
import type { RunIdentity } from "@plateau/proto/events/index.ts";
import { z } from "zod";
import type { Cluster } from "../cluster/cluster.ts";
import type { Pod } from "../cluster/local/node/kube.ts";
import type { LocalBus } from "../events/local/index.ts";
import { labels } from "../reconcile/labels.ts";

const replySchema = z.object({
  plateauReply: z.object({
    id: z.string().min(1).max(64),
    rank: z.int().nonnegative(),
    accepted: z.boolean(),
    message: z.string().max(4096),
  }),
});

export class PodStream {
  readonly #bus: LocalBus;
  readonly #cluster: Pick<Cluster, "get">;
  /** By the Pod's uid. */
  readonly #runs = new Map<string, Promise<RunIdentity | undefined>>();

  constructor(bus: LocalBus, cluster: Pick<Cluster, "get">) {
    this.#bus = bus;
    this.#cluster = cluster;
  }

  /** In the order of telling: whoever waits for the same answer goes on in turn. */
  tell(pod: Pod, { rank, sequence, event }: ProgressMessage): void {
    const { uid: process } = pod.metadata;
    const atMs = Date.now();
    const run = this.#runs.get(process) ?? this.#runOf(pod);
    this.#runs.set(process, run);
    void run.then((known) => {
      if (known) this.#bus.publish({ ...known, rank, process, sequence, atMs, event });
    });
  }

  /** @returns whether the message was an answer to a command */
  takeReply(pod: Pod, value: unknown): boolean {
    const parsed = replySchema.safeParse(value);
    if (!parsed.success) return false;
    const { id, ...reply } = (parsed.data as ProcessCommandReply).plateauReply;
    // A worker speaks for itself.
    if (reply.rank === Number(pod.metadata.labels?.[labels.completionIndex] ?? 0))
      this.#bus.answer(id, reply);
    return true;
  }

  ended({ metadata }: Pod): void {
    this.#runs.delete(metadata.uid);
  }

  /** Its Job says which kind of run it is; without one, nobody asks any more. */
  async #runOf({ metadata }: Pod): Promise<RunIdentity | undefined> {
    const { namespace } = metadata;
    const name = metadata.ownerReferences?.find(({ kind }) => kind === "Job")?.name;
    const runUid = metadata.labels?.[labels.runUid];
    if (name === undefined || runUid === undefined) return undefined;
    const job = await this.#cluster
      .get({ apiVersion: "batch/v1", kind: "Job", namespace, name })
      .catch(() => undefined);
    const owner = job?.metadata.ownerReferences?.find(({ uid }) => uid === runUid);
    if (owner?.kind !== "TrainingRun" && owner?.kind !== "Cooldown") return undefined;
    return { namespace, kind: owner.kind, run: owner.name, runUid };
  }
}

export function isWorkerOf({ metadata }: Pod, run: { namespace: string; runUid: string }): boolean {
  return metadata.namespace === run.namespace && metadata.labels?.[labels.runUid] === run.runUid;
}
