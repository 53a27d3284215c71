/** From processes to progress: messages are checked against the Pod they come from; starts and ends of ranks are told too. */
import type { MetricsAddress } from "@plateau/proto";
import type { PodListener } from "../cluster/local/node/kubelet.ts";
import type { Pod } from "../cluster/local/node/kube.ts";
import type { Log } from "../loop/log.ts";
import { parseProgressMessage, type ProgressRecorder } from "../progress/index.ts";
import { labels } from "../reconcile/labels.ts";
import type { PodStream } from "./pod-stream.ts";
import type { WorkerTargets } from "../telemetry/targets.ts";

export interface Listening {
  recorder: ProgressRecorder;
  /** Who serves metrics where. */
  targets: WorkerTargets;
  /** Takes the same news, for others; nothing hangs on it. */
  stream: PodStream;
  log: Log;
}

export function progressListener({ recorder, targets, stream, log }: Listening): PodListener {
  return {
    onMessage: (pod, value) => {
      const address = metricsAddress(value);
      if (address !== undefined) return targets.add(pod.metadata, address);
      if (stream.takeReply(pod, value)) return;
      const message = parseProgressMessage(value);
      const who = rankOf(pod);
      if (!message || message.runUid !== who?.runUid || message.rank !== who.rank) {
        log.warn({ pod: pod.metadata.name }, "a worker sent a message that is not progress of its own rank");
        return;
      }
      recorder.record(message, pod.metadata.uid);
      stream.tell(pod, message);
    },
    // Until the process speaks for itself, what its predecessor said last must not stand.
    onStarted: (pod, pid) => {
      const who = rankOf(pod);
      if (!who) return;
      recorder.recordLifecycle(who.runUid, who.rank, {
        state: "starting",
        reason: "ProcessStarted",
        message: `Process ${pid} was started (pod ${pod.metadata.name}).`,
      });
    },
    onEnded: (pod, { exitCode, reason }) => {
      targets.remove(pod.metadata.uid);
      stream.ended(pod);
      recorder.flush();
      const who = rankOf(pod);
      if (!who || exitCode === 0) return;
      recorder.recordLifecycle(who.runUid, who.rank, {
        state: "failed",
        reason,
        message: `The process of pod ${pod.metadata.name} ended with exit code ${exitCode}.`,
      });
    },
  };
}

/** Of a worker of ours: the loopback of this machine, and nothing else that it may say. */
function metricsAddress(value: unknown): string | undefined {
  const { kind, address } = (value ?? {}) as Partial<MetricsAddress>;
  return kind === "metrics" && /^127\.0\.0\.1:\d{1,5}$/.test(String(address)) ? address : undefined;
}

function rankOf({ metadata }: Pod): { runUid: string; rank: number } | undefined {
  const runUid = metadata.labels?.[labels.runUid];
  if (runUid === undefined) return undefined;
  return { runUid, rank: Number(metadata.labels?.[labels.completionIndex] ?? 0) };
}
